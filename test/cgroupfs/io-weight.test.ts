import { expect, test } from "vitest";
import { parseIoWeight } from "../../src/cgroupfs/io-weight.ts";

test("reads the weight, and that of devices that have another", () => {
  expect(parseIoWeight("default 2930\n8:0 50\n8:16 200\n")).toEqual({
    weight: 2930,
    devices: new Map([
      ["8:0", 50],
      ["8:16", 200],
    ]),
  });
});

test("v1 has one number", () => {
  expect(parseIoWeight("500\n")).toEqual({ weight: 500, devices: new Map() });
});

test.each(["", "8:0 50\n", "default\n", "default 1\n8:0\n", "default 1\n2\n"])("throws on %j", (text) => {
  expect(() => parseIoWeight(text)).toThrow(SyntaxError);
});
