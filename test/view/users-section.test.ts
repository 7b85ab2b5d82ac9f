import { describe, expect, test } from "vitest";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { usersSections } from "../../src/view/users-section.ts";
import { cellsOf, detailOf, groupOf, snapshotOf, titled } from "./detail-fixture.ts";

const host = groupOf("host", { kind: "host" });
const user = { inode: 4026531837, sharedWithHost: true, sharedWith: [] };
const snapshot = snapshotOf({ ...host, namespaces: { ...host.namespaces, user } });

const USERS = {
  inode: 4026532841,
  uidMap: [{ inside: 0, outside: 100_000, length: 65_536 }],
  gidMap: [{ inside: 5, outside: 6, length: 1 }],
  setgroups: "deny",
  root: { uid: 100_000, user: null },
  ownerInode: 4026531837,
};

const titledIn = (title: string, users: typeof USERS | null | undefined = USERS) =>
  titled(usersSections(detailOf(users === undefined ? {} : { users }), snapshot), title);

describe("the users of a user namespace", () => {
  test("say in a sentence who root inside is, and whose the namespace is", () => {
    expect(cellsOf(titledIn("Users"))).toEqual([
      { name: "root", value: "root inside is uid 100000 outside" },
      { name: "setgroups", value: "deny: no process inside may change its groups" },
      { name: "owner", value: "user:4026531837, the host's" },
    ]);
  });

  test("that could not be read are not the same as none", () => {
    expect(titledIn("Users", null).empty).toBe(NOT_READABLE);
    expect(titled(usersSections(detailOf(), snapshot), "Users").empty).toBe(READING);
  });
});

describe("the id maps", () => {
  const maps = (uidMap: typeof USERS.uidMap) => titledIn("User and group ids", { ...USERS, uidMap });

  test("say who root inside is outside", () => {
    expect(cellsOf(maps([{ inside: 0, outside: 100_000, length: 65_536 }]))).toEqual([
      {
        ids: "user ids",
        inside: "0",
        outside: "100000",
        length: "65536",
        meaning: "root inside is 100000 outside",
      },
      { ids: "group ids", inside: "5", outside: "6", length: "1", meaning: "" },
    ]);
  });

  test("warn when root inside is root outside", () => {
    expect(cellsOf(maps([{ inside: 0, outside: 0, length: 4_294_967_295 }]))[0]?.["meaning"]).toBe(
      "root inside is root outside",
    );
  });
});
