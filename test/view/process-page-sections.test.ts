import { describe, expect, test } from "vitest";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { processPageSections } from "../../src/view/process-page-sections.ts";
import { cellsOf, detailOf, pageOf, processOf, snapshotOf, titled } from "./detail-fixture.ts";

const page = pageOf(7, {
  namespacePids: [7, 1],
  uids: [1000, 1000, 1000, 1000],
  gids: [10, 20, 10, 20],
  groups: [10, 20],
  seccomp: 2,
  noNewPrivileges: true,
  lsm: "docker-default (enforce)",
  oomScore: 666,
  workingDirectory: "/srv",
  executable: "/usr/sbin/nginx",
  capabilities: {
    inheritable: [],
    permitted: ["CAP_CHOWN", "CAP_NET_RAW"],
    effective: ["CAP_CHOWN"],
    bounding: ["CAP_CHOWN", "CAP_NET_RAW"],
    ambient: [],
  },
  cgroups: [
    { controllers: "cpu,cpuacct", path: "/docker/abc" },
    { controllers: "", path: "/" },
  ],
  limits: [{ name: "Max open files", soft: "1024", hard: "unlimited", units: "files" }],
  files: [{ descriptor: 3, target: "socket:[77]" }],
});

const sections = (parts: Parameters<typeof detailOf>[0]) =>
  processPageSections(detailOf(parts), snapshotOf());

describe("the process page", () => {
  test("shows what it is and whose, with the command line from the process list", () => {
    const processes = [processOf(7, { cpuPercent: 1.5, residentBytes: 2048, command: ["nginx"] })];
    expect(cellsOf(titled(sections({ process: page, processes }), "Process")).map(Object.values)).toEqual([
      ["pid", "7"],
      ["pid inside", "1"],
      ["command", "nginx"],
      ["state", "S"],
      ["CPU", "1.5 %"],
      ["resident memory", "2.0Ki"],
      ["executable", "/usr/sbin/nginx"],
      ["directory", "/srv"],
      ["user ids", "1000"],
      ["group ids", "real 10  effective 20  saved 10  file system 20"],
      ["other groups", "10 20"],
      ["seccomp", "filter"],
      ["no new privileges", "yes"],
      ["security module", "docker-default (enforce)"],
      ["OOM score", "666"],
    ]);
  });

  test("shows what is unknown as unknown", () => {
    const values = cellsOf(titled(sections({ process: pageOf(7) }), "Process")).map(({ value }) => value);
    expect(new Set(values.slice(1))).toEqual(new Set(["-"]));
    expect(titled(sections({ process: pageOf(7) }), "Open files").empty).toBe(NOT_READABLE);
    expect(titled(sections({ process: pageOf(7) }), "Capabilities").empty).toBe(NOT_READABLE);
  });

  test("shows capabilities by name with the sets they are in", () => {
    expect(cellsOf(titled(sections({ process: page }), "Capabilities"))).toEqual([
      { name: "CAP_CHOWN", sets: "effective permitted bounding" },
      { name: "CAP_NET_RAW", sets: "permitted bounding" },
    ]);
  });

  test("shows cgroups, limits and open files", () => {
    expect(cellsOf(titled(sections({ process: page }), "Cgroups"))).toEqual([
      { controllers: "cpu,cpuacct", path: "/docker/abc" },
      { controllers: "v2", path: "/" },
    ]);
    expect(cellsOf(titled(sections({ process: page }), "Limits"))).toEqual([
      { name: "Max open files", soft: "1024", hard: "unlimited", units: "files" },
    ]);
    expect(cellsOf(titled(sections({ process: page }), "Open files"))).toEqual([
      { descriptor: "3", target: "socket:[77]" },
    ]);
  });

  test("shows the environment only where it was asked for, every entry of it", () => {
    expect(sections({ process: page }).map(({ title }) => title)).not.toContain("Environment");
    const environment = titled(
      sections({ process: page, environment: ["A=1=2", "A=3", "B"] }),
      "Environment",
    );
    expect(cellsOf(environment).map(Object.values)).toEqual([
      ["A", "1=2"],
      ["A", "3"],
      ["B", ""],
    ]);
    expect(new Set(environment.rows.map((row) => environment.key(row))).size).toBe(3);
    expect(titled(sections({ process: page, environment: null }), "Environment").empty).toBe(NOT_READABLE);
  });

  test("tells an environment that hangs from one that may not be read", () => {
    const path = "/proc/[pid]/environ";
    const issues = [{ code: "hangs", path, message: "reading it hangs.", count: 1 }] as const;
    const environment = titled(sections({ process: page, environment: null, issues }), "Environment");
    expect(environment.empty).toBe("not known: reading it hangs");
  });

  test("has keys that are unique on the screen", () => {
    const keys = sections({ process: page, environment: ["A=1"] }).flatMap((section) =>
      section.rows.map((row) => section.key(row)),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("says that it is being read, or that it cannot be", () => {
    expect(sections({}).map(({ empty }) => empty)).toEqual([READING]);
    expect(sections({ process: null }).map(({ empty }) => empty)).toEqual([NOT_READABLE]);
  });
});
