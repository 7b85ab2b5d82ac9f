import { describe, expect, test } from "vitest";
import type { CustomCommand } from "../../src/actions/custom-command.ts";
import { BUILT_IN_COMMANDS } from "../../src/actions/custom-command-built-in.ts";
import { commandProgram, customCommandRefusal } from "../../src/actions/custom-command-refusal.ts";
import type { Subject } from "../../src/actions/subject.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { groupOf } from "../view/detail-fixture.ts";

const PROCESS: Subject = { kind: "process", pid: 812, startTicks: 1, name: "nginx", groupId: "x" };
const GROUP = { containerId: "4f1c2d3e4f5a6b", image: "nginx:1", leaderPid: 812, leaderStartTicks: 1 };
const row = (known: Partial<Group> = {}): Subject => ({
  kind: "group",
  group: groupOf("web", { ...GROUP, ...known }),
});
const command = (known: Partial<CustomCommand>): CustomCommand => ({
  name: "own",
  help: "",
  on: ["process", "group"],
  argv: ["true"],
  ...known,
});
const hostsNetwork = perNamespace(() => ({ inode: 1, sharedWithHost: true, sharedWith: [] }));

describe("a command", () => {
  test("is run on what it is for", () => {
    const refusals = (on: CustomCommand["on"]) =>
      [PROCESS, row(), row({ kind: "service" })].map((subject) =>
        customCommandRefusal(command({ on }), subject),
      );
    expect(refusals(["process"])).toEqual([null, "own is for process rows", "own is for process rows"]);
    expect(refusals(["group"])).toEqual(["own is for group rows", null, null]);
    expect(refusals(["container"])).toEqual(["own is for container rows", null, "own is for container rows"]);
  });

  test("needs its program, and those beside it, in a directory of the system", () => {
    const refusal = /^no-such-program is not installed/;
    expect(customCommandRefusal(command({ argv: ["no-such-program"] }), PROCESS)).toMatch(refusal);
    expect(customCommandRefusal(command({ needs: ["no-such-program"] }), PROCESS)).toMatch(refusal);
    expect(customCommandRefusal(command({ argv: ["/no/such/program"] }), PROCESS)).toMatch(/^\/no\/such/);
  });

  test("needs the values that are filled in", () => {
    const withImage = command({ argv: ["true", "{image}"] });
    expect(customCommandRefusal(withImage, row())).toBeNull();
    expect(customCommandRefusal(withImage, row({ image: null }))).toBe(
      "own: web (4f1c2d3e4f5a) has no {image}",
    );
    expect(customCommandRefusal(withImage, PROCESS)).toBe("own: nginx (pid 812) has no {image}");
  });

  test("for a network namespace needs one that is not this host's", () => {
    const inNetwork = command({ argv: ["true", "{netns}"] });
    expect(customCommandRefusal(inNetwork, row())).toBeNull();
    expect(customCommandRefusal(inNetwork, row({ namespaces: hostsNetwork }))).toMatch(
      /has no network namespace of its own/,
    );
  });

  test("that nstop brings along has a name of its own, and is for something", () => {
    expect(new Set(BUILT_IN_COMMANDS.map(({ name }) => name)).size).toBe(BUILT_IN_COMMANDS.length);
    expect(BUILT_IN_COMMANDS.filter(({ on, help }) => on.length === 0 || help === "")).toEqual([]);
  });
});

describe("a command's program", () => {
  test.each([
    ["sh", /^\/usr\/bin\/sh$|^\/bin\/sh$/],
    ["/bin/sh", /^\/bin\/sh$/],
  ])("%s is found", (name, place) => {
    expect(commandProgram(name)).toMatch(place);
  });

  test.each(["./sh", "bin/sh", "../bin/sh", "no-such-program", "/etc/passwd", "/usr/bin", ""])(
    "%j is not",
    (name) => {
      expect(commandProgram(name)).toBeNull();
    },
  );
});
