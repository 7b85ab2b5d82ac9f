import { expect, test } from "vitest";
import { NAMESPACE_TYPES, parseNamespaceLink, perNamespace } from "../../src/procfs/namespace-link.ts";

test.each(NAMESPACE_TYPES)("reads the inode of a %s namespace", (type) => {
  expect(parseNamespaceLink(`${type}:[4026531840]`, type)).toBe(4026531840);
});

test.each(["pid:[1]", "net:[x]", "net:[]", "net:1", "net:[1] (deleted)", "net:[1]\n", "/net:[1]", ""])(
  "%j is not a net namespace",
  (text) => {
    expect(() => parseNamespaceLink(text, "net")).toThrow(SyntaxError);
  },
);

test("there is one value for each of the eight types", () => {
  expect(Object.entries(perNamespace((type) => type.length))).toEqual(
    NAMESPACE_TYPES.map((type) => [type, type.length]),
  );
  expect(NAMESPACE_TYPES).toHaveLength(8);
});
