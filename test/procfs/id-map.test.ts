import { expect, test } from "vitest";
import { parseIdMap } from "../../src/procfs/id-map.ts";
import { fixtureText } from "./fixture.ts";

test("reads the map of the initial user namespace", () => {
  expect(parseIdMap(fixtureText("v2-docker-systemd", "/proc/349/uid_map"))).toEqual([
    { inside: 0, outside: 0, length: 4294967295 },
  ]);
});

test("reads a map of several ranges, as of a rootless container", () => {
  const text = "         0       1000          1\n         1     100000      65536\n";
  expect(parseIdMap(text)).toEqual([
    { inside: 0, outside: 1000, length: 1 },
    { inside: 1, outside: 100000, length: 65536 },
  ]);
});

test("a user namespace that no map was written for has no ranges", () => {
  expect(parseIdMap("")).toEqual([]);
});

test.each(["0 0\n", "0 0 x\n", "0 -1 1\n", "\n"])("throws on %j", (text) => {
  expect(() => parseIdMap(text)).toThrow(SyntaxError);
});
