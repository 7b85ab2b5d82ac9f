import fc from "fast-check";
import { expect, test } from "vitest";
import { type TreeProcess, treeOrder } from "../../src/model/process-tree.ts";

/** `pid` and depth of each node, in order. */
function shape(processes: readonly TreeProcess[]) {
  return treeOrder(processes).map(({ process, depth }) => [process.pid, depth]);
}

test("a parent stands before its children, siblings by pid", () => {
  const processes = [
    { pid: 9, parentPid: 4 },
    { pid: 2, parentPid: 1 },
    { pid: 4, parentPid: 2 },
    { pid: 3, parentPid: 2 },
  ];
  expect(shape(processes)).toEqual([
    [2, 0],
    [3, 1],
    [4, 1],
    [9, 2],
  ]);
});

test("a process that is its own parent stands at the top", () => {
  expect(shape([{ pid: 5, parentPid: 5 }])).toEqual([[5, 0]]);
});

test("a ring begins at its lowest pid, and what hangs on it comes along", () => {
  const processes = [
    { pid: 7, parentPid: 6 },
    { pid: 5, parentPid: 6 },
    { pid: 6, parentPid: 5 },
  ];
  expect(shape(processes)).toEqual([
    [5, 0],
    [6, 1],
    [7, 2],
  ]);
});

test("a chain of 30,000 does not run out of stack", () => {
  const chain = Array.from({ length: 30_000 }, (_, index) => ({ pid: index + 1, parentPid: index }));
  expect(treeOrder(chain).at(-1)).toEqual({ process: { pid: 30_000, parentPid: 29_999 }, depth: 29_999 });
});

test("each process is there once, and below its parent unless it stands at the top", () => {
  const process = fc.record({ pid: fc.integer({ min: 1, max: 20 }), parentPid: fc.nat(20) });
  const anyProcesses = fc.uniqueArray(process, { selector: ({ pid }) => pid, maxLength: 20 });
  fc.assert(
    fc.property(anyProcesses, (processes) => {
      const order = treeOrder(processes);
      expect(new Set(order.map((node) => node.process))).toEqual(new Set(processes));
      expect(order.length).toBe(processes.length);
      order.forEach(({ process: { parentPid }, depth }, index) => {
        if (depth === 0) return;
        const parent = order.slice(0, index).find((node) => node.process.pid === parentPid);
        expect(parent?.depth).toBe(depth - 1);
      });
    }),
  );
});
