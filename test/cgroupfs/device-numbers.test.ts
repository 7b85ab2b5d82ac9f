import { expect, test } from "vitest";
import { parseDeviceNumbers } from "../../src/cgroupfs/device-numbers.ts";

test("reads one number for each device", () => {
  expect(parseDeviceNumbers("254:0 1048576\n8:0\t300\n")).toEqual(
    new Map([
      ["254:0", 1048576],
      ["8:0", 300],
    ]),
  );
});

test("what holds for all devices is of none", () => {
  expect(parseDeviceNumbers("default 100\n8:0 300\n")).toEqual(new Map([["8:0", 300]]));
});

test.each(["8:0\n", "8:0 x\n", "8 1\n", "\n"])("throws on %j", (text) => {
  expect(() => parseDeviceNumbers(text)).toThrow(SyntaxError);
});
