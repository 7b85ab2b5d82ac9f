import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedProcesses } from "../../src/model/changed-processes.ts";
import { namespaces, process } from "./sample-builder.ts";

const OWN = namespaces({ uts: 70 });

/** Processes with distinct pids, in their order. */
const processes = fc
  .uniqueArray(
    fc.record({ pid: fc.integer({ min: 1, max: 30 }), startTicks: fc.integer({ min: 1, max: 2 }) }),
    {
      selector: ({ pid }) => pid,
    },
  )
  .map((facts) => facts.toSorted((a, b) => a.pid - b.pid).map(process));

describe("the processes that changed between two samples", () => {
  test("are those that are in one of them only, whatever their pids are", () => {
    fc.assert(
      fc.property(processes, processes, (before, now) => {
        const who = ({ pid, startTicks }: { pid: number; startTicks: number }) => `${pid}@${startTicks}`;
        const [then, present] = [new Set(before.map(who)), new Set(now.map(who))];
        const changes = changedProcesses({ processes: now }, { processes: before });
        expect(changes.flatMap((change) => (change.now === null ? [] : who(change.now)))).toEqual(
          [...present].filter((each) => !then.has(each)),
        );
        expect(changes.flatMap((change) => (change.before === null ? [] : who(change.before)))).toEqual(
          [...then].filter((each) => !present.has(each)),
        );
      }),
    );
  });

  test("are those that moved, and not those that only ran", () => {
    const [walker, runner] = [process({ pid: 5 }), process({ pid: 6 })];
    const moved = { ...walker, namespaces: OWN };
    expect(
      changedProcesses({ processes: [moved, { ...runner, cpuTicks: 9 }] }, { processes: [walker, runner] }),
    ).toEqual([{ before: walker, now: moved }]);
  });
});
