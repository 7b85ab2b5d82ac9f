import { describe, expect, test } from "vitest";
import { formLimits, parseCpu, parseMemory } from "../../src/view/limits-form.ts";

describe("CPU", () => {
  test.each([
    ["1.5", 150],
    ["2", 200],
    [" 0.25 ", 25],
    [".5", 50],
    ["150%", 150],
    ["50 %", 50],
    ["2 cores", 200],
    ["max", "max"],
    ["MAX", "max"],
    ["", undefined],
  ])("%j is understood", (text, value) => {
    expect(parseCpu(text)).toEqual({ value });
  });

  test.each(["0", "0%", "-1", "1,5", "lots", "1e3", "1.5.2", "%", "0.001"])("%j is not", (text) => {
    expect(parseCpu(text)).toMatchObject({ complaint: expect.stringContaining("CPU") });
  });
});

describe("memory", () => {
  test.each([
    ["512M", 512 * 2 ** 20],
    ["1.5G", 1.5 * 2 ** 30],
    ["64mib", 64 * 2 ** 20],
    ["6 MB", 6 * 2 ** 20],
    ["2048k", 2 ** 21],
    ["max", "max"],
    ["  ", undefined],
  ])("%j is understood", (text, value) => {
    expect(parseMemory(text)).toEqual({ value });
  });

  test.each(["512", "0M", "M", "-5M", "5X", "1,5G"])("%j is not", (text) => {
    expect(parseMemory(text)).toMatchObject({ complaint: expect.stringContaining("512M") });
  });
});

test("what is left empty is not changed; one of both has to be there", () => {
  expect(formLimits({ cpu: "1", memory: "" })).toEqual({ limits: { cpuPercent: 100 } });
  expect(formLimits({ cpu: "", memory: "max" })).toEqual({ limits: { memoryBytes: "max" } });
  expect(formLimits({ cpu: "", memory: "" })).toHaveProperty("complaint");
  expect(formLimits({ cpu: "1", memory: "x" })).toHaveProperty("complaint");
});
