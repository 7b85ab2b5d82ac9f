import { expect, test } from "vitest";
import { parsePressure } from "../../src/procfs/pressure.ts";
import { fixtureText } from "./fixture.ts";

const CPU = fixtureText("v2-docker-systemd", "/proc/pressure/cpu");

test("reads a captured host's pressure", () => {
  expect(parsePressure(CPU)).toEqual({
    some10Percent: 39.9,
    some60Percent: 16.03,
    some300Percent: 4.04,
    full10Percent: 0,
    full60Percent: 0,
    full300Percent: 0,
  });
});

test("what an old kernel does not account is null, and not 0", () => {
  expect(parsePressure(CPU.replace(/^full.*\n/m, ""))).toMatchObject({
    some10Percent: 39.9,
    full10Percent: null,
    full60Percent: null,
    full300Percent: null,
  });
});

test.each([
  "",
  "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
  "some avg10=0.00 avg60=0.00 total=0\n",
  "some avg10=-1 avg60=0.00 avg300=0.00 total=0\n",
  "some avg10=1.2.3 avg60=0.00 avg300=0.00 total=0\n",
])("throws on %j", (text) => {
  expect(() => parsePressure(text)).toThrow(SyntaxError);
});
