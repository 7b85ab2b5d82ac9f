import { describe, expect, test } from "vitest";
import type { ProcessSample } from "../../src/collector/sample.ts";
import {
  earlierProcesses,
  totalCpuPercent,
  totalIo,
  totalResidentBytes,
} from "../../src/model/process-totals.ts";
import { process, sample } from "./sample-builder.ts";

const NOW = sample({ monotonicSeconds: 102, host: { uptimeSeconds: 5000 } });

/** Two seconds before, at tick 499,800. */
function before(processes: readonly ProcessSample[]) {
  return earlierProcesses(sample({ monotonicSeconds: 100, host: { uptimeSeconds: 4998 }, processes }));
}

describe("CPU percent of several processes", () => {
  const pair = before([process({ pid: 7, cpuTicks: 100 }), process({ pid: 8, cpuTicks: 100 })]);

  test.each([
    [
      "is that of all together",
      [
        { pid: 7, cpuTicks: 150 },
        { pid: 8, cpuTicks: 250 },
      ],
      100,
    ],
    [
      "leaves out a pid that another process has",
      [
        { pid: 7, cpuTicks: 150 },
        { pid: 8, startTicks: 9, cpuTicks: 999 },
      ],
      25,
    ],
    [
      "spreads what one has done over the time in which it was not looked at",
      [{ pid: 7, cpuTicks: 150, unseenSeconds: 2 }],
      12.5,
    ],
    ["has what one born since has used", [{ pid: 9, startTicks: 499_900, cpuTicks: 50 }], 25],
    ["has nothing of one that was there before and not seen", [{ pid: 9, cpuTicks: 50 }], null],
    ["has nothing of a counter that went backwards", [{ pid: 7, cpuTicks: 50 }], null],
    ["is unknown of none", [], null],
  ])("%s", (_what, now, expected) => {
    expect(totalCpuPercent(now.map(process), pair, NOW)).toBe(expected);
  });

  test("is unknown without a sample before", () => {
    expect(totalCpuPercent([process({ pid: 7, cpuTicks: 150 })], null, NOW)).toBeNull();
  });
});

describe("what several processes read and write", () => {
  const io = (readBytes: number, writeBytes: number, readAtSeconds = 102) => ({
    readBytes,
    writeBytes,
    readAtSeconds,
  });
  const pair = before([
    process({ pid: 7, io: io(100, 100, 100) }),
    process({ pid: 8, io: io(100, 100, 100) }),
    process({ pid: 9, io: null }),
  ]);
  const unknown = { readBytesPerSecond: null, writeBytesPerSecond: null };

  test("is that of all together", () => {
    const now = [process({ pid: 7, io: io(300, 100) }), process({ pid: 8, io: io(500, 102) })];
    expect(totalIo(now, pair)).toEqual({ readBytesPerSecond: 300, writeBytesPerSecond: 1 });
  });

  test("is unknown when it is of one of them", () => {
    const now = [process({ pid: 7, io: io(300, 100) }), process({ pid: 9, io: null })];
    expect(totalIo(now, pair)).toEqual(unknown);
  });

  test("is known although there are kernel threads, zombies and newcomers", () => {
    const now = [
      process({ pid: 7, io: io(300, 100) }),
      process({ pid: 9, kernelThread: true }),
      process({ pid: 8, state: "Z" }),
      process({ pid: 10, io: io(1e9, 1e9) }),
    ];
    expect(totalIo(now, pair)).toEqual({ readBytesPerSecond: 100, writeBytesPerSecond: 0 });
  });

  test("is unknown of none and without a sample before", () => {
    expect(totalIo([], pair)).toEqual(unknown);
    expect(totalIo([process({ pid: 7, io: io(300, 100) })], null)).toEqual(unknown);
  });
});

test("memory of no process is unknown rather than 0", () => {
  expect(totalResidentBytes([])).toBeNull();
  expect(totalResidentBytes([process({ pid: 7 }), process({ pid: 8 })])).toBe(8192);
});
