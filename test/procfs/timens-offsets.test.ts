import { expect, test } from "vitest";
import { parseTimensOffsets } from "../../src/procfs/timens-offsets.ts";
import { fixtureText } from "./fixture.ts";

test("the host's clocks are not moved", () => {
  expect(parseTimensOffsets(fixtureText("v2-docker-systemd", "/proc/349/timens_offsets"))).toEqual({
    monotonicSeconds: 0,
    boottimeSeconds: 0,
  });
});

test("reads an offset that goes back, and the fraction of a second", () => {
  const text = "monotonic       86400 500000000\nboottime           -2 250000000\n";
  expect(parseTimensOffsets(text)).toEqual({ monotonicSeconds: 86400.5, boottimeSeconds: -1.75 });
});

test.each(["", "monotonic 0 0\n", "monotonic 0\nboottime 0 0\n", "monotonic 0 0\nboottime x 0\n"])(
  "throws on %j",
  (text) => {
    expect(() => parseTimensOffsets(text)).toThrow(SyntaxError);
  },
);
