import { expect, test } from "vitest";
import { isAtLeast, parseKernelRelease } from "../../src/procfs/kernel-release.ts";

test.each([
  ["6.1.0-45-amd64\n", [6, 1]],
  ["6.18.44-fc-v782", [6, 18]],
  ["5.15", [5, 15]],
])("reads the numbers of %j", (text, version) => {
  expect(parseKernelRelease(text)).toEqual(version);
});

test.each(["", "6", "six.one", "99999.1"])("throws on %j", (text) => {
  expect(() => parseKernelRelease(text)).toThrow(SyntaxError);
});

test.each([
  [[6, 18], [6, 18], true],
  [[6, 9], [6, 18], false],
  [[7, 0], [6, 18], true],
  [[5, 19], [6, 0], false],
] as const)("%j is at least %j: %j", (version, least, answer) => {
  expect(isAtLeast(version, least)).toBe(answer);
});
