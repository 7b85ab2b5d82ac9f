import { expect, test } from "vitest";
import { leaderOf } from "../../src/model/leader.ts";
import { process } from "./sample-builder.ts";

test("nobody leads an empty group", () => {
  expect(leaderOf([])).toBeNull();
});

test("the topmost process leads, although a child of it is older by the clock", () => {
  const processes = [
    process({ pid: 20, parentPid: 10, startTicks: 5 }),
    process({ pid: 10, parentPid: 1, startTicks: 6 }),
  ];
  expect(leaderOf(processes)?.pid).toBe(10);
});

test("of several topmost processes the oldest leads", () => {
  const processes = [process({ pid: 10, startTicks: 9 }), process({ pid: 20, startTicks: 8 })];
  expect(leaderOf(processes)?.pid).toBe(20);
});

test("of those that started in the same tick the lowest pid leads", () => {
  const processes = [process({ pid: 20, startTicks: 8 }), process({ pid: 10, startTicks: 8 })];
  expect(leaderOf(processes)?.pid).toBe(10);
});

test("the first process by the engine's word leads before an older one that was moved into the cgroup", () => {
  const processes = [process({ pid: 10, startTicks: 1 }), process({ pid: 20, startTicks: 8 })];
  expect(leaderOf(processes, 20)?.pid).toBe(20);
  expect(leaderOf(processes, 99)?.pid).toBe(10);
});

test("processes that are each other's parents still have a leader", () => {
  const processes = [process({ pid: 10, parentPid: 20 }), process({ pid: 20, parentPid: 10 })];
  expect(leaderOf(processes)?.pid).toBe(10);
});
