import { expect, test } from "vitest";
import { FreshCache } from "../../src/collector/fresh-cache.ts";

/** A maker that counts how often it was asked. */
function counter(): () => Promise<number> {
  let made = 0;
  return async () => {
    made += 1;
    return made;
  };
}

test("an answer is kept while it is fresh", async () => {
  const cache = new FreshCache<string, number>();
  const make = counter();
  expect([
    await cache.get("a", 0, 3, make),
    await cache.get("a", 3, 3, make),
    await cache.get("a", 3.1, 3, make),
    await cache.get("b", 3.1, 3, make),
  ]).toEqual([1, 1, 2, 3]);
});

test("who asks while an answer is being made gets the same one", async () => {
  const cache = new FreshCache<string, number>();
  const make = counter();
  expect(await Promise.all([cache.get("a", 0, 3, make), cache.get("a", 0, 3, make)])).toEqual([1, 1]);
});

test("a failure is not kept", async () => {
  const cache = new FreshCache<string, number>();
  await expect(cache.get("a", 0, 3, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await cache.get("a", 0, 3, counter())).toBe(1);
});
