import { expect, test } from "vitest";
import { rootText, setgroupsText, userOwnerText } from "../../src/report/users-text.ts";
import { SNAPSHOT } from "./fixture.ts";

const USERS = {
  inode: 4026532841,
  uidMap: [{ inside: 0, outside: 1000, length: 1 }],
  gidMap: [],
  setgroups: "allow",
  root: null,
  ownerInode: null,
};

test.each([
  [{ root: { uid: 0, user: "root" } }, "root inside is root outside"],
  [{ root: { uid: 1000, user: "lena" } }, "root inside is uid 1000 outside (lena)"],
  [{ root: { uid: 1000, user: null } }, "root inside is uid 1000 outside"],
  [{ uidMap: [] }, "no uid map has been written: everybody inside is nobody outside"],
  [{ uidMap: [{ inside: 5, outside: 5, length: 1 }] }, "there is no root inside: uid 0 is not mapped"],
  [{}, "root inside is nobody outside"],
])("of %j it is said who root is", (facts, text) => {
  expect(rootText({ ...USERS, ...facts })).toBe(text);
});

test("setgroups says what denying means", () => {
  expect(setgroupsText(USERS)).toBe("allow");
  expect(setgroupsText({ ...USERS, setgroups: "deny" })).toContain("no process inside");
  expect(setgroupsText({ ...USERS, setgroups: null })).toBe("-");
});

test("the owner is named by its inode, and whether it is the host's", () => {
  expect(userOwnerText({ ...USERS, ownerInode: 4026531840 }, SNAPSHOT)).toBe("user:4026531840, the host's");
  expect(userOwnerText({ ...USERS, ownerInode: 4026532999 }, SNAPSHOT)).toBe("user:4026532999");
  expect(userOwnerText(USERS, SNAPSHOT)).toBe("-");
  expect(userOwnerText({ ...USERS, inode: 4026531840 }, SNAPSHOT)).toBe("nobody: it is the host's own");
});
