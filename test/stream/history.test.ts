import { expect, test } from "vitest";
import { EMPTY_HISTORY, remember } from "../../src/stream/history.ts";
import type { SnapshotLine } from "../../src/stream/protocol.ts";
import { fakeGroup, fakeSnapshot } from "./fake-snapshot.ts";

function rememberAll(lines: readonly SnapshotLine[]) {
  return lines.reduce(remember, EMPTY_HISTORY);
}

const seconds = (count: number) => Array.from({ length: count }, (_, second) => second);

test("the last 60 snapshots are kept, oldest first", () => {
  const { history } = rememberAll(seconds(100).map((second) => fakeSnapshot(second)));
  expect(history.map(({ host }) => host.uptimeSeconds)).toEqual(seconds(100).slice(40));
});

test("of a host with a thousand groups fewer are kept, so that memory is bounded", () => {
  const groups = seconds(1000).map((index) => fakeGroup(`g${index}`));
  const { history } = rememberAll(seconds(30).map((second) => fakeSnapshot(second, { groups })));
  expect(history).toHaveLength(20);
  expect(history.at(-1)?.host.uptimeSeconds).toBe(29);
});

test("the newest is kept, however large", () => {
  const groups = seconds(30_000).map((index) => fakeGroup(`g${index}`));
  const { history } = rememberAll([fakeSnapshot(1), fakeSnapshot(2, { groups })]);
  expect(history.map(({ host }) => host.uptimeSeconds)).toEqual([2]);
});

test("a second line of the same sample replaces the first", () => {
  const { history, cpuHistory } = rememberAll([
    fakeSnapshot(1, { groups: [fakeGroup("a", 10)] }),
    fakeSnapshot(2, { groups: [fakeGroup("a", 20)] }),
    { ...fakeSnapshot(2, { groups: [fakeGroup("a", 20)] }), detail: null },
  ]);
  expect(history.map(({ detail }) => detail)).toEqual([undefined, null]);
  expect(cpuHistory.get("a")).toEqual([10, 20]);
});

test("each group has the CPU percents of its last 60 samples, and a group that is gone has none", () => {
  const lines = seconds(70).map((second) =>
    fakeSnapshot(second, {
      groups: [fakeGroup("stays", second), ...(second < 69 ? [fakeGroup("goes", 1)] : [])],
    }),
  );
  const { cpuHistory } = rememberAll(lines);
  expect(cpuHistory.get("stays")).toEqual(seconds(70).slice(10));
  expect([...cpuHistory.keys()]).toEqual(["stays"]);
});

test("the first sample of a sampler, which has no rates, leaves no mark", () => {
  const { cpuHistory } = rememberAll([
    fakeSnapshot(1, { groups: [fakeGroup("a", 10)] }),
    fakeSnapshot(2, { groups: [fakeGroup("a")], intervalSeconds: null }),
    fakeSnapshot(3, { groups: [fakeGroup("a")] }),
  ]);
  expect(cpuHistory.get("a")).toEqual([10, null]);
});
