import { expect, test } from "vitest";
import { parseNamespaceRelations } from "../../src/collector/namespace-relations.ts";

test("namespaces are listed within their owners, with numbers printed as numbers or as texts", () => {
  const mnt = { ns: 902, type: "mnt", pns: 0, ons: 901, netnsid: null };
  const user = { ns: "901", type: "user", pns: "900", ons: "900", netnsid: null, children: [mnt] };
  const net = { ns: 903, type: "net", pns: 0, ons: 900, netnsid: "unassigned" };
  const first = { ns: 900, type: "user", pns: 0, ons: 0, netnsid: null, children: [user, net] };
  expect(parseNamespaceRelations(JSON.stringify({ namespaces: [first] }))).toEqual([
    { type: "user", inode: 900, parentInode: null, ownerInode: null, netnsId: null },
    { type: "user", inode: 901, parentInode: 900, ownerInode: 900, netnsId: null },
    { type: "net", inode: 903, parentInode: null, ownerInode: 900, netnsId: null },
    { type: "mnt", inode: 902, parentInode: null, ownerInode: 901, netnsId: null },
  ]);
});

test("a type of a later kernel is passed over", () => {
  const namespaces = [{ ns: 900, type: "vtpm", pns: 0, ons: 0 }];
  expect(parseNamespaceRelations(JSON.stringify({ namespaces }))).toEqual([]);
});

test("when there is no namespace nothing is printed", () => {
  expect(parseNamespaceRelations("\n")).toEqual([]);
});

test("children that are no list are malformed", () => {
  expect(() => parseNamespaceRelations('{"namespaces":[{"children":1}]}')).toThrow(SyntaxError);
});
