import { expect, test } from "vitest";
import { type Concern, judgementOf, typeable } from "../../src/actions/concern.ts";

const WARNED: Concern = { kind: "warned", warning: "it hurts" };
const TYPED: Concern = { kind: "typed", word: "sshd", warning: "it cuts you off" };
const REFUSED: Concern = { kind: "refused", reason: "it is pid 1" };

test("nothing against it is asked without a warning", () => {
  expect(judgementOf([])).toEqual({ kind: "ask", warning: null });
});

test("the gravest of several concerns counts", () => {
  expect(judgementOf([WARNED])).toEqual({ kind: "ask", warning: "it hurts" });
  expect(judgementOf([WARNED, TYPED])).toEqual({
    kind: "typed",
    word: "sshd",
    warning: "it cuts you off; it hurts",
  });
  expect(judgementOf([WARNED, TYPED, REFUSED])).toEqual(REFUSED);
});

test("the same warning is said once, and of many it is said how many there are", () => {
  expect(judgementOf([WARNED, WARNED])).toEqual({ kind: "ask", warning: "it hurts" });
  const many = ["a", "b", "c", "d", "e", "f"].map((warning): Concern => ({ kind: "warned", warning }));
  expect(judgementOf(many)).toEqual({ kind: "ask", warning: "a; b; c; d; and 2 more like these" });
});

test("a name that no keyboard types is replaced by a number", () => {
  expect(typeable("sshd", 7)).toBe("sshd");
  expect(typeable("my db", 7)).toBe("my db");
  expect(typeable(" db", 7)).toBe("7");
  expect(typeable("дб", 7)).toBe("7");
  expect(typeable("", 7)).toBe("7");
});
