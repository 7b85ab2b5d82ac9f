import { expect, test } from "vitest";
import { parseMeminfo } from "../../src/procfs/meminfo.ts";
import { fixtureText } from "./fixture.ts";

const MEMINFO = fixtureText("v2-docker-systemd", "/proc/meminfo");

test("reads a captured host's memory in bytes", () => {
  expect(parseMeminfo(MEMINFO)).toEqual({
    totalBytes: 2976948 * 1024,
    freeBytes: 2550692 * 1024,
    availableBytes: 2642116 * 1024,
    buffersBytes: 1156 * 1024,
    cachedBytes: 289004 * 1024,
    swapTotalBytes: 0,
    swapFreeBytes: 0,
  });
});

test.each([
  [/^MemAvailable.*\n/m, ""],
  [/^SwapFree:.*$/m, "SwapFree: 0"],
  [/^MemTotal:.*$/m, "MemTotal: -1 kB"],
  [/^Cached:.*$/m, "Cached: 0x10 kB"],
])("throws when %s is %j", (from, to) => {
  expect(() => parseMeminfo(MEMINFO.replace(from, to))).toThrow(SyntaxError);
});
