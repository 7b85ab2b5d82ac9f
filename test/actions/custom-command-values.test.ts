import { describe, expect, test } from "vitest";
import {
  type CommandValues,
  fillArguments,
  placeholdersIn,
} from "../../src/actions/custom-command-values.ts";

const VALUES: CommandValues = {
  pid: "812",
  name: "web; reboot",
  comm: null,
  id: "-rf",
  containerId: "4f1c",
  image: "",
  cgroupPath: "/docker/{pid}",
  netns: "/proc/1/fd/9",
};
const SUBJECT = { kind: "process", pid: 812, startTicks: 1, name: "nginx", groupId: "x" } as const;

const fill = (...argv: readonly string[]) => fillArguments(argv, VALUES, SUBJECT);

describe("a command's arguments", () => {
  test("are filled, whole or in part, and stay as many", () => {
    expect(fill("prog", "{pid}", "--net={netns}", "{name}", "a {pid} b {containerId}")).toEqual({
      argv: ["prog", "812", "--net=/proc/1/fd/9", "web; reboot", "a 812 b 4f1c"],
    });
  });

  test("are filled once: a value that looks like a placeholder is none", () => {
    expect(fill("prog", "{cgroupPath}")).toEqual({ argv: ["prog", "/docker/{pid}"] });
  });

  test("are not filled with what is not known", () => {
    expect(fill("prog", "{comm}")).toEqual({ refusal: "nginx (pid 812) has no {comm}" });
    expect(fill("prog", "{image}")).toEqual({ refusal: "nginx (pid 812) has no {image}" });
  });

  test("are not filled with what would be an option, but may stand behind one", () => {
    expect(fill("prog", "{id}")).toEqual({ refusal: '"-rf" would be taken for an option' });
    expect(fill("prog", "--id={id}")).toEqual({ argv: ["prog", "--id=-rf"] });
    expect(fill("prog", "-n", "x{id}")).toEqual({ argv: ["prog", "-n", "x-rf"] });
  });

  test("name their placeholders", () => {
    expect(placeholdersIn("{pid}{nope} {} {a b} {x1}")).toEqual(["pid", "nope"]);
  });
});
