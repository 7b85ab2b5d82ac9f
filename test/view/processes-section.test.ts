import { describe, expect, test } from "vitest";
import { READING } from "../../src/view/part-rows.ts";
import { processesSection } from "../../src/view/processes-section.ts";
import { cellsOf, detailOf, processOf, snapshotOf } from "./detail-fixture.ts";

const of = (...processes: Parameters<typeof processOf>[]) =>
  processesSection(detailOf({ processes: processes.map((each) => processOf(...each)) }), snapshotOf());

describe("the process list", () => {
  test("shows each process with its ids outside and inside", () => {
    const section = of(
      [
        100,
        {
          namespacePids: [100, 1],
          cpuPercent: 49.96,
          residentBytes: 2 ** 21,
          threads: 3,
          startedAt: "2026-01-02T03:00:05.000Z",
          io: { readBytesPerSecond: 0, writeBytesPerSecond: 12_000 },
          command: ["nginx", "-g", "daemon off;"],
        },
      ],
      [101, { namespacePids: [101, 41, 7], uid: 1000, user: null }],
    );
    expect(cellsOf(section)).toEqual([
      {
        pid: "100",
        inside: "1",
        user: "root",
        state: "S",
        cpu: "50.0",
        memory: "2.0Mi",
        threads: "3",
        read: "0",
        write: "12K/s",
        up: "4m",
        command: "nginx -g daemon off;",
      },
      {
        pid: "101",
        inside: "41/7",
        user: "1000",
        state: "S",
        cpu: "-",
        memory: "-",
        threads: "1",
        read: "-",
        write: "-",
        up: "-",
        command: "sleep 60",
      },
    ]);
  });

  test("is a tree of the processes in it, and a parent outside of it is none", () => {
    const section = of([100, { parentPid: 7 }], [101, { parentPid: 100 }]);
    expect(section.rows.map((row) => section.parentKey?.(row))).toEqual([null, "process:100"]);
    expect(section.rows.map((row) => section.key(row))).toEqual(["process:100", "process:101"]);
  });

  test("opens a process, and copies its pid", () => {
    const section = of([100]);
    expect(section.rows.map((row) => [section.opens?.(row), section.copies?.(row)])).toEqual([
      [{ kind: "process", pid: 100 }, "100"],
    ]);
  });

  test("tells a kernel thread or zombie from a process that calls itself one, by brackets and dimness", () => {
    const section = of(
      [2, { command: [], comm: "kthreadd" }],
      [3, { command: ["[kthreadd]"], comm: "evil" }],
    );
    expect(cellsOf(section).map(({ command }) => command)).toEqual(["[kthreadd]", "[kthreadd]"]);
    expect(section.rows.map((row) => section.columns["command"]?.style?.(row)?.dim)).toEqual([
      true,
      undefined,
    ]);
  });

  test("keeps the name of a process whose command line hangs, says so, and counts it as faulty", () => {
    const section = of([5, { command: null, comm: "stuck", issues: ["command line hangs"] }], [6]);
    expect(cellsOf(section)[0]?.["command"]).toBe("stuck (command line hangs)");
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false]);
  });

  test.each([
    ["D", true],
    ["Z", true],
    ["S", false],
    ["R", false],
  ])("state %s is faulty: %s", (state, faulty) => {
    const section = of([5, { state }]);
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([faulty]);
  });

  test("is filtered by pid, user, name and command line", () => {
    const section = of([100, { user: "www", comm: "nginx", command: ["nginx:", "worker"] }]);
    expect(section.rows.map((row) => section.searchText(row))).toEqual(["100 - www nginx nginx: worker"]);
  });

  test("sorts by CPU with the busiest first and the unknown last", () => {
    const section = of([1], [2, { cpuPercent: 3 }], [3, { cpuPercent: 90 }]);
    expect(section.rows.toSorted(section.columns["cpu"]?.compare).map(({ pid }) => pid)).toEqual([3, 2, 1]);
  });

  test("says whether it is still being read or has nobody in it", () => {
    expect(processesSection(detailOf(), snapshotOf()).empty).toBe(READING);
    expect(of().empty).toBe("no process is left");
  });
});
