import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, namespaces: { user: 900 } });
  host.write("/proc/20/gid_map", "0 100000 65536\n");
  host.write("/proc/20/setgroups", "allow\n");
  host.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nlena:x:100000:1::/:/bin/sh\n");
});
afterEach(() => host.remove());

const LSNS = "lsns -J -Towner -o NS,TYPE,PNS,ONS,NETNSID";

const users = async (uidMap: string) => {
  host.write("/proc/20/uid_map", uidMap);
  const answer = { ns: 900, type: "user", pns: HOST_NAMESPACES.user, ons: HOST_NAMESPACES.user };
  const programs = new FakePrograms({ [LSNS]: JSON.stringify({ namespaces: [answer] }) });
  return (await detailOf(host.collector({ programs }), 20, "users")).users;
};

describe("root inside", () => {
  test.each([
    ["with a name that the host has", "0 100000 65536\n", { uid: 100_000, user: "lena" }],
    ["without one", "0 200000 65536\n", { uid: 200_000, user: null }],
    ["as itself", "0 0 4294967295\n", { uid: 0, user: "root" }],
    ["as nobody where no map has been written", "", null],
    ["as nobody where 0 is not mapped", "1000 1000 1\n", null],
    ["as nobody where nstop's own namespace has no such id", "0 4294967295 1\n", null],
  ])("is known outside %s", async (_how, uidMap, root) => {
    expect((await users(uidMap))?.root).toEqual(root);
  });
});

test("the owner of a user namespace is the one around it", async () => {
  expect((await users(""))?.ownerInode).toBe(HOST_NAMESPACES.user);
});

test("the host's user namespace has no owner, and nobody is asked", async () => {
  for (const file of ["uid_map", "gid_map"]) host.write(`/proc/1/${file}`, "0 0 4294967295\n");
  const programs = new FakePrograms({});
  const detail = await detailOf(host.collector({ programs }), 1, "users");
  expect(detail.users?.ownerInode).toBeNull();
  expect(programs.ran).toEqual([]);
});
