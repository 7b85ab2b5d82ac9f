import { expect, test } from "vitest";
import { Silence } from "../../src/stream/silence.ts";

function listen() {
  let now = 5_000;
  const silence = new Silence(500, () => now);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { silence, pass };
}

test("silence lasts from when something was heard", () => {
  const { silence, pass } = listen();
  pass(400);
  silence.end();
  pass(300);
  expect(silence.measure()).toBe(300);
  pass(500);
  expect(silence.measure()).toBe(800);
});

test("time in which this process was stopped does not count", () => {
  const { silence, pass } = listen();
  pass(500);
  silence.measure();
  pass(60_000);
  expect(silence.measure()).toBe(0);
  pass(500);
  expect(silence.measure()).toBe(500);
});
