import { expect, test } from "vitest";
import { parsePidLimits } from "../../src/procfs/pid-limits.ts";
import { fixtureText } from "./fixture.ts";

const LIMITS = fixtureText("v2-docker-systemd", "/proc/349/limits");

test("reads all sixteen limits of a captured process", () => {
  const limits = parsePidLimits(LIMITS);
  expect(limits).toHaveLength(16);
  expect(limits).toContainEqual({
    name: "Max cpu time",
    soft: "unlimited",
    hard: "unlimited",
    units: "seconds",
  });
  expect(limits).toContainEqual({ name: "Max open files", soft: "524288", hard: "524288", units: "files" });
});

test("a limit without units has none", () => {
  expect(parsePidLimits(LIMITS)).toContainEqual({
    name: "Max nice priority",
    soft: "0",
    hard: "0",
    units: "",
  });
});

test("keeps every digit of a value that fills 64 bits and its column", () => {
  const [heading] = LIMITS.split("\n");
  const line = "Max file size             18446744073709551614 unlimited            bytes     ";
  expect(parsePidLimits(`${heading}\n${line}\n`)).toEqual([
    { name: "Max file size", soft: "18446744073709551614", hard: "unlimited", units: "bytes" },
  ]);
});

test.each(["Max open files 1", "Max open files many 1 files", "open files 1 1 files", ""])(
  "throws on the line %j",
  (line) => {
    expect(() => parsePidLimits(`${LIMITS}${line}\n`)).toThrow(SyntaxError);
  },
);
