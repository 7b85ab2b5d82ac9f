import { expect, test } from "vitest";
import { FIRST_NAMESPACES } from "../../src/collector/first-namespaces.ts";
import { knownHostNamespaces } from "../../src/model/known-host-namespaces.ts";

const DYNAMIC = 0xf0000123;

test("on the host those of pid 1 are the host's, also where they are not all known", () => {
  const ofInit = { ...FIRST_NAMESPACES, net: DYNAMIC };
  expect(knownHostNamespaces(ofInit)).toBe(ofInit);
  const unknown = { ...ofInit, pid: null };
  expect(knownHostNamespaces(unknown)).toBe(unknown);
});

test("in a container the first ones are the host's, and what has no fixed number is unknown", () => {
  const inside = { ...FIRST_NAMESPACES, pid: DYNAMIC, uts: DYNAMIC, mnt: DYNAMIC };
  expect(knownHostNamespaces(inside)).toEqual({ ...FIRST_NAMESPACES, mnt: null });
  expect(knownHostNamespaces({ ...inside, net: DYNAMIC })).toMatchObject({
    net: null,
    user: FIRST_NAMESPACES.user,
  });
});
