import { expect, test } from "vitest";
import { Answer } from "../../src/engines/answer.ts";

const answer = new Answer(
  { State: { Pid: 42, Running: true, Error: "" }, Names: ["/web"], Labels: null, Odd: -1.5 },
  "container",
);

test("what is asked for is given", () => {
  expect(answer.field("State").field("Pid").countOrNull()).toBe(42);
  expect(answer.field("State").field("Running").flagOrNull()).toBe(true);
  expect(answer.field("Names").items()[0]?.text()).toBe("/web");
  expect(
    answer
      .field("State")
      .entries()
      .map(([name]) => name),
  ).toEqual(["Pid", "Running", "Error"]);
});

test("what is absent is null, or empty, also within what is absent", () => {
  expect(answer.field("Labels").field("a").field("b").textOrNull()).toBeNull();
  expect(answer.field("Labels").entries()).toEqual([]);
  expect(answer.field("Ports").itemsOrNone()).toEqual([]);
  expect(answer.field("Ports").countOrNull()).toBeNull();
  expect(answer.field("State").field("Error").textOrNull()).toBeNull();
});

test("what every object inherits is not a field of an answer", () => {
  expect(answer.field("constructor").textOrNull()).toBeNull();
  expect(Answer.parse('{"__proto__":"x"}', "answer").field("__proto__").textOrNull()).toBe("x");
});

test.each([
  ["container.Names is a list, not text", () => answer.field("Names").text()],
  ["container.State is an object, not a list", () => answer.field("State").itemsOrNone()],
  ["container.Missing is absent, not a list", () => answer.field("Missing").items()],
  ["container.State.Error is empty, not text", () => answer.field("State").field("Error").text()],
  [
    "container.State.Running is a flag, not a count",
    () => answer.field("State").field("Running").countOrNull(),
  ],
  ["container.Odd is a number, not a count", () => answer.field("Odd").countOrNull()],
  ["container.Odd is a number, not an object", () => answer.field("Odd").field("x")],
  ["container.Names[0] is text, not true or false", () => answer.field("Names").items()[0]?.flagOrNull()],
])("%s", (message, read) => {
  expect(read).toThrow(new SyntaxError(message));
});

test("of a very long text the start is enough, where not the whole is asked for", () => {
  const answer = new Answer({ name: "n\udcff".repeat(50_000) }, "answer");
  expect(answer.field("name").text()).toBe("n\udcff".repeat(32_768));
  expect(answer.field("name").contentOrNull()).toHaveLength(100_000);
});
