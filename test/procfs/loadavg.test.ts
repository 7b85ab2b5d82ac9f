import { expect, test } from "vitest";
import { parseLoadavg } from "../../src/procfs/loadavg.ts";
import { fixtureText } from "./fixture.ts";

test("reads a captured host's load", () => {
  expect(parseLoadavg(fixtureText("v2-docker-systemd", "/proc/loadavg"))).toEqual({
    loadAverage: [1.86, 0.52, 0.18],
    runnable: 3,
    threads: 116,
    lastPid: 477,
  });
});

test.each(["", "1.86 0.52 0.18", "1.86 0.52 0.18 3 477", "1.86 0.52 0.18 3/ 477", "NaN 0 0 1/1 1"])(
  "throws on %j",
  (text) => {
    expect(() => parseLoadavg(text)).toThrow(SyntaxError);
  },
);
