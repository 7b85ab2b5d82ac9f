import { readFileSync, readlinkSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openDoors } from "../../src/actions/enter-doors.ts";
import { EnterFailure } from "../../src/actions/enter-failure.ts";
import type { ProcessSubject } from "../../src/actions/subject.ts";
import { parsePidStat } from "../../src/procfs/pid-stat.ts";
import { groupOf } from "../view/detail-fixture.ts";

const { startTicks } = parsePidStat(readFileSync("/proc/self/stat", "utf8"));
const SELF: ProcessSubject = { kind: "process", pid: process.pid, startTicks, name: "node", groupId: "host" };

describe("the doors of a process", () => {
  test("are its namespaces, and lead nowhere once they are closed", () => {
    const doors = openDoors(SELF, ["net", "uts"], false);
    expect(doors.files).toBeNull();
    expect(doors.namespaces.map(({ type, own }) => ({ type, own }))).toEqual([
      { type: "net", own: true },
      { type: "uts", own: true },
    ]);
    for (const { type, path } of doors.namespaces) {
      expect(readlinkSync(path)).toBe(readlinkSync(`/proc/self/ns/${type}`));
    }
    doors.close();
    for (const { path } of doors.namespaces) expect(() => readlinkSync(path)).toThrow("ENOENT");
  });

  test("are its root and working directory where files are asked for", () => {
    const doors = openDoors(SELF, [], true);
    expect(statSync(doors.files?.root ?? "").ino).toBe(statSync("/").ino);
    expect(statSync(doors.files?.workingDirectory ?? "").ino).toBe(statSync(".").ino);
    doors.close();
  });

  test("are not opened for another process with its pid", () => {
    const open = () => openDoors({ ...SELF, startTicks: startTicks + 1 }, ["net"], true);
    expect(open).toThrow(EnterFailure);
    expect(open).toThrow(`pid ${process.pid} is another process by now`);
  });

  test("are not opened for one that has ended", () => {
    expect(() => openDoors({ ...SELF, pid: 2 ** 30 }, ["net"], false)).toThrow(/node \(pid \d+\) has ended/);
  });

  test("are not opened when a group's first process is in other namespaces than were seen", () => {
    const group = groupOf("web", { leaderPid: process.pid, leaderStartTicks: startTicks });
    const seen = (inode: number) => ({
      kind: "group" as const,
      group: {
        ...group,
        namespaces: { ...group.namespaces, net: { inode, sharedWithHost: false, sharedWith: [] } },
      },
    });
    expect(() => openDoors(seen(1), ["net"], false)).toThrow("has moved to another net namespace");
    openDoors(seen(statSync("/proc/self/ns/net").ino), ["net"], false).close();
  });

  test("leave no descriptor behind when they are not opened", () => {
    const count = () => readFileSync("/proc/self/status", "utf8").match(/FDSize:\s*(\d+)/)?.[1];
    const before = count();
    for (let round = 0; round < 2000; round += 1) {
      expect(() => openDoors({ ...SELF, startTicks: 0 }, ["net", "uts", "ipc"], true)).toThrow(EnterFailure);
    }
    expect(count()).toBe(before);
  });
});
