import { afterEach, beforeEach, expect, test } from "vitest";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost } from "./fixture-host.ts";

const LSNS = "lsns -J -Towner -o NS,TYPE,PNS,ONS,NETNSID";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.link("/proc/1/fd/3", "net:[900]");
});
afterEach(() => host.remove());

test("a look that is complete is kept for ten seconds, and another one made after that", async () => {
  const collector = host.collector({ programs: new FakePrograms({}) });
  const inodes = async () => {
    const { namespaces } = await detailOf(collector, 1, "namespaces");
    expect(namespaces?.progress).toBe(1);
    return namespaces?.namespaces.map(({ inode }) => inode);
  };
  expect(await inodes()).toEqual([900]);
  host.link("/proc/1/fd/4", "net:[901]");
  host.seconds += 9;
  expect(await inodes()).toEqual([900]);
  host.seconds += 1;
  expect(await inodes()).toEqual([900, 901]);
});

test("what lsns tells comes with the next reading, since it may take seconds", async () => {
  const net = { ns: 900, type: "net", pns: 0, ons: 105, netnsid: 4 };
  const programs = new FakePrograms({ [LSNS]: JSON.stringify({ namespaces: [net] }) });
  const collector = host.collector({ programs });
  await detailOf(collector, 1, "namespaces");
  const { namespaces } = await detailOf(collector, 1, "namespaces");
  expect(namespaces?.namespaces).toMatchObject([{ inode: 900, ownerInode: 105, netnsId: 4 }]);
  expect(programs.ran).toEqual([LSNS]);
});

test("that lsns fails is said for as long as it is not known better, and it is not asked at every reading", async () => {
  const programs = new FakePrograms({});
  const collector = host.collector({ programs });
  await detailOf(collector, 1, "namespaces");
  const { issues } = await detailOf(collector, 1, "namespaces");
  expect(issues).toMatchObject([{ code: "failed", path: "lsns" }]);
  expect(programs.ran).toEqual([LSNS]);
});
