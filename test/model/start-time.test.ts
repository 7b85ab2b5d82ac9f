import { expect, test } from "vitest";
import { rfc3339, startTime } from "../../src/model/start-time.ts";

test("a start is counted in ticks from the machine's own", () => {
  const host = { bootTimeSeconds: 1_700_000_000, clockTicksPerSecond: 100 };
  expect(startTime(150, host)).toBe("2023-11-14T22:13:21.500Z");
});

test("a start is unknown when the machine's is, or when it is in no year", () => {
  expect(startTime(150, { bootTimeSeconds: null, clockTicksPerSecond: 100 })).toBeNull();
  expect(rfc3339(1e300)).toBeNull();
});
