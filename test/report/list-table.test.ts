import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { listTable } from "../../src/report/list-table.ts";
import { API, HOST_GROUP, PIPE, SNAPSHOT } from "./fixture.ts";

const CALM: Snapshot = { ...SNAPSHOT, groups: [{ ...API, verdict: null }, ...SNAPSHOT.groups.slice(1)] };

describe("nstop list", () => {
  test("is a table as wide as what is in it, and below it what is wrong", () => {
    expect(listTable(SNAPSHOT, SNAPSHOT.groups, "container", PIPE)).toBe(
      [
        "NAME     KIND       ENGINE  STATE  CPU%  LIMIT    MEM   LIMIT    NET↓    NET↑  READ  WRITE  PIDS  ISOLATION  UP",
        "api      container  docker  up     88.2   100!  412Mi  512Mi!  1.2M/s  300K/s     0  12K/s    18  mupi→.C.   3d",
        "sidecar  container  lxc     up      0.4      -      -       -  of api       -     -      -     -  mupi→UCt    -",
        "host     host       -       -      14.1      -      -       -       -       -     -      -   900  ........    -",
        "",
        "api: Its CPU limit held it back in 3 of the last 10 periods.",
        "  /sys/fs/cgroup/cpu.stat: nr_throttled +3, nr_periods +10",
        "",
      ].join("\n"),
    );
  });

  test("is ASCII where that is wanted", () => {
    const text = listTable(SNAPSHOT, SNAPSHOT.groups, "container", { ...PIPE, ascii: true });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text).toContain("mupi>.C.");
  });

  test("puts groups under headings where they have something else in common", () => {
    expect(
      listTable(CALM, CALM.groups, "net", PIPE)
        .split("\n")
        .map((line) => (line.startsWith("net:") ? line : line.slice(0, 27).trimEnd())),
    ).toEqual([
      "NAME     KIND       ENGINE",
      "",
      "net:4026532841  2 rows  CPU 88.6  MEM 412Mi",
      "api      container  docker",
      "sidecar  container  lxc",
      "",
      "net:4026531840 (the host's)  1 row  CPU 14.1  MEM -",
      "host     host       -",
      "",
    ]);
  });

  test("calls a group that was not selected by its name where another one shares its network", () => {
    const text = listTable(CALM, CALM.groups.slice(1), "container", PIPE);
    expect(text).toContain("of api");
  });

  test("marks in colour what it marks without it", () => {
    const text = listTable(SNAPSHOT, [API], "container", { ...PIPE, color: true });
    expect(text).toContain("\x1b[31m512Mi!\x1b[0m");
  });

  test("of nothing is its titles", () => {
    expect(listTable(CALM, [], "container", PIPE)).toBe(
      "NAME  KIND  ENGINE  STATE  CPU%  LIMIT  MEM  LIMIT  NET↓  NET↑  READ  WRITE  PIDS  ISOLATION  UP\n",
    );
  });
});

describe("below the table", () => {
  function notes(facts: Partial<Snapshot>): readonly string[] {
    return listTable({ ...CALM, ...facts }, [HOST_GROUP], "container", PIPE)
      .split("\n")
      .slice(3, -1);
  }

  test("stands which engine does not answer, and why", () => {
    const docker = { name: "docker", endpoint: "unix:///run/docker.sock", version: null } as const;
    expect(
      notes({
        engines: [
          { ...docker, state: "denied", message: "run nstop as root" },
          { ...docker, state: "connected", message: null },
        ],
      }),
    ).toEqual(["docker denied at unix:///run/docker.sock: run nstop as root"]);
  });

  test("stand findings, each with what it is about", () => {
    const finding = { code: "odd", sentence: "It is odd.", evidence: [] };
    expect(
      notes({
        findings: [
          { ...finding, groupId: API.id, pid: 4711 },
          { ...finding, groupId: null, pid: 4711 },
          { ...finding, groupId: null, pid: null },
        ],
      }),
    ).toEqual(["api: It is odd.", "pid 4711: It is odd.", "It is odd."]);
  });

  test("stands what could not be read, and how often", () => {
    const issue = {
      code: "denied",
      path: "/proc/[pid]/ns",
      message: "Unknown namespaces.",
      count: 1,
    } as const;
    expect(notes({ issues: [issue, { ...issue, count: 2014 }] })).toEqual([
      "denied: /proc/[pid]/ns: Unknown namespaces.",
      "denied 2,014 times: /proc/[pid]/ns: Unknown namespaces.",
    ]);
  });

  test("stand no more than ten lines of one sort", () => {
    const issues = Array.from({ length: 12 }, (_, at) => ({
      code: "hangs" as const,
      path: `/proc/${at}/cmdline`,
      message: "It is shown by its name.",
      count: 1,
    }));
    expect(notes({ issues }).slice(-2)).toEqual([
      "hangs: /proc/9/cmdline: It is shown by its name.",
      "and 2 more of these: see --json",
    ]);
  });
});
