import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Collector } from "../../src/collector/collector.ts";
import type { MapInterfaceFacts, NetworkMapSample } from "../../src/collector/network-map-sample.ts";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

const IP = "ip -j -d -s addr";
const LSNS = "lsns -J -l -t net -o NS,NETNSID";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.link("/proc/self/ns/net", `net:[${HOST_NAMESPACES.net}]`);
});
afterEach(() => host.remove());

/** What `ip` says of interfaces. */
function ip(...links: object[]): string {
  return JSON.stringify(links);
}

function link(index: number, name: string, kind: string, more: object = {}): object {
  return { ifindex: index, ifname: name, link_type: "ether", linkinfo: { info_kind: kind }, ...more };
}

/** What `lsns` says: which inode has which number. */
function lsns(ids: Readonly<Record<number, number>>): string {
  const namespaces = Object.entries(ids).map(([ns, netnsid]) => ({ ns: Number(ns), netnsid: `${netnsid}` }));
  return JSON.stringify({ namespaces });
}

async function mapOf(collector: Collector): Promise<NetworkMapSample> {
  const { networkMap } = await detailOf(collector, 1, "networkMap");
  if (networkMap == null) throw new Error("there is no map");
  return networkMap;
}

function interfaceOf(map: NetworkMapSample, inode: number, name: string): MapInterfaceFacts | undefined {
  return map.namespaces
    .find((namespace) => namespace.inode === inode)
    ?.interfaces?.find((facts) => facts.name === name);
}

/** A process in a network namespace of its own, with these interfaces. */
function inhabit(pid: number, net: number, ...names: readonly string[]): void {
  host.process({ pid, namespaces: { net } });
  host.interfaces(pid, {
    lo: [7, 7],
    ...Object.fromEntries(names.map((name) => [name, [100, 200] as const])),
  });
}

describe("a container on a bridge of the host", () => {
  let programs: FakePrograms;
  beforeEach(() => {
    inhabit(20, 900, "eth0");
    host.interfaces(1, { lo: [7, 7], br0: [1, 2], veth7: [200, 100] });
    programs = new FakePrograms({
      [IP]: ip(
        link(5, "br0", "bridge"),
        link(7, "veth7", "veth", { link_index: 2, link_netnsid: 3, master: "br0" }),
      ),
      [`nsenter -t 20 -n ${IP}`]: ip(link(2, "eth0", "veth", { link_index: 7, link_netnsid: 0 })),
    });
  });

  test("has one end of its cable on the bridge and the other inside, each with its own counters", async () => {
    const map = await mapOf(host.collector({ programs }));
    expect(map.namespaces.map(({ inode, pid }) => [inode, pid])).toEqual([
      [HOST_NAMESPACES.net, 1],
      [900, 20],
    ]);
    expect(interfaceOf(map, HOST_NAMESPACES.net, "veth7")).toMatchObject({
      master: "br0",
      peer: { netns: 900, index: 2, name: "eth0" },
      receiveBytes: 200,
      transmitBytes: 100,
    });
    expect(interfaceOf(map, 900, "eth0")).toMatchObject({ index: 2, receiveBytes: 100, transmitBytes: 200 });
  });

  test("costs one look with ip for each: the ends of the cable name each other", async () => {
    await mapOf(host.collector({ programs }));
    expect(programs.ran).toEqual([IP, `nsenter -t 20 -n ${IP}`]);
  });

  test("is asked again when its interfaces have other names, or after ten seconds; its counters are read each time", async () => {
    const collector = host.collector({ programs });
    await mapOf(collector);
    programs.ran.length = 0;
    host.seconds += 10;
    host.interfaces(20, { lo: [7, 7], eth0: [101, 200] });
    expect(interfaceOf(await mapOf(collector), 900, "eth0")?.receiveBytes).toBe(101);
    expect(programs.ran).toEqual([]);

    host.interfaces(20, { lo: [7, 7], eth0: [101, 200], eth1: [0, 0] });
    await mapOf(collector);
    expect(programs.ran).toEqual([`nsenter -t 20 -n ${IP}`]);

    programs.ran.length = 0;
    host.seconds += 1;
    await mapOf(collector);
    expect(programs.ran).toEqual([IP]);
  });

  test("is not taken for the one that had its inode before", async () => {
    const collector = host.collector({ programs });
    await mapOf(collector);
    host.end(20);
    inhabit(21, 900, "eth0");
    programs.answer(`nsenter -t 21 -n ${IP}`, ip(link(9, "eth0", "macvlan")));
    expect(interfaceOf(await mapOf(collector), 900, "eth0")).toMatchObject({ index: 9, kind: "macvlan" });
  });

  test("has what the kernel's files tell where ip does not answer, and that is said each time", async () => {
    const collector = host.collector({ programs: new FakePrograms({}) });
    await mapOf(collector);
    const { networkMap, issues } = await detailOf(collector, 1, "networkMap");
    expect(
      networkMap?.namespaces.map(({ interfaces }) => interfaces?.map(({ name, kind }) => [name, kind])),
    ).toEqual([
      [
        ["br0", "unknown"],
        ["veth7", "unknown"],
      ],
      [["eth0", "unknown"]],
    ]);
    expect(issues).toMatchObject([{ code: "failed", path: "ip addr", count: 2 }]);
  });
});

describe("cables whose ends have the numbers of others", () => {
  let programs: FakePrograms;
  beforeEach(() => {
    inhabit(20, 900, "eth0");
    inhabit(21, 901, "eth0");
    host.interfaces(1, { lo: [7, 7], veth7: [200, 100] });
    const eth0 = ip(link(2, "eth0", "veth", { link_index: 7, link_netnsid: 0 }));
    programs = new FakePrograms({
      [IP]: ip(link(7, "veth7", "veth", { link_index: 2, link_netnsid: 3 })),
      [`nsenter -t 20 -n ${IP}`]: eth0,
      [`nsenter -t 21 -n ${IP}`]: eth0,
      [LSNS]: lsns({ 901: 3 }),
      [`nsenter -t 20 -n ${LSNS}`]: lsns({ 950: 0 }),
    });
  });

  test("are told apart by lsns, which is asked no more than it takes", async () => {
    const collector = host.collector({ programs });
    const map = await mapOf(collector);
    expect(interfaceOf(map, HOST_NAMESPACES.net, "veth7")?.peer).toMatchObject({ netns: 901, name: "eth0" });
    expect(interfaceOf(map, 900, "eth0")?.peer).toMatchObject({ netns: 950, index: 7, name: null });
    expect(programs.ran.filter((command) => command.includes("lsns"))).toEqual([
      LSNS,
      `nsenter -t 20 -n ${LSNS}`,
    ]);

    programs.ran.length = 0;
    host.seconds += 5;
    await mapOf(collector);
    expect(programs.ran).toEqual([]);
  });

  test("lead nowhere that is known when lsns does not tell, and that is said each time", async () => {
    for (const place of ["", "nsenter -t 20 -n ", "nsenter -t 21 -n "])
      programs.answer(place + LSNS, "garbage");
    const collector = host.collector({ programs });
    await mapOf(collector);
    const { networkMap, issues } = await detailOf(collector, 1, "networkMap");
    expect(networkMap && interfaceOf(networkMap, HOST_NAMESPACES.net, "veth7")?.peer).toEqual({
      netns: null,
      index: 2,
      name: null,
      bridge: null,
    });
    expect(issues).toMatchObject([{ code: "malformed", path: "lsns", count: 3 }]);
    expect(programs.ran.filter((command) => command.includes("lsns"))).toHaveLength(3);
  });

  test("are asked about again once they lead elsewhere: numbers are given out again", async () => {
    const collector = host.collector({ programs });
    await mapOf(collector);
    programs.answer(IP, ip(link(8, "veth8", "veth", { link_index: 2, link_netnsid: 3 })));
    programs.answer(LSNS, lsns({ 950: 3 }));
    host.interfaces(1, { lo: [7, 7], veth8: [0, 0] });
    const map = await mapOf(collector);
    expect(interfaceOf(map, HOST_NAMESPACES.net, "veth8")?.peer?.netns).toBe(950);
  });
});

test("a number that would stand for two namespaces tells nothing by itself", async () => {
  inhabit(20, 900, "eth0");
  inhabit(21, 901, "eth0");
  host.interfaces(1, { lo: [7, 7], veth7: [0, 0], veth8: [0, 0] });
  const programs = new FakePrograms({
    [IP]: ip(
      link(7, "veth7", "veth", { link_index: 2, link_netnsid: 3 }),
      link(8, "veth8", "veth", { link_index: 3, link_netnsid: 3 }),
    ),
    [`nsenter -t 20 -n ${IP}`]: ip(link(2, "eth0", "veth", { link_index: 7, link_netnsid: 0 })),
    [`nsenter -t 21 -n ${IP}`]: ip(link(3, "eth0", "veth", { link_index: 8, link_netnsid: 0 })),
    [LSNS]: lsns({ 900: 3 }),
  });
  const map = await mapOf(host.collector({ programs }));
  expect(interfaceOf(map, HOST_NAMESPACES.net, "veth8")?.peer).toMatchObject({ netns: 900, name: null });
});

test("a macvlan in a container stands on an interface of the host", async () => {
  inhabit(20, 900, "eth0");
  host.interfaces(1, { lo: [7, 7], wan0: [1, 2] });
  const programs = new FakePrograms({
    [IP]: ip({ ifindex: 4, ifname: "wan0", link_type: "ether" }),
    [`nsenter -t 20 -n ${IP}`]: ip(link(8, "eth0", "macvlan", { link_index: 4, link_netnsid: 0 })),
    [`nsenter -t 20 -n ${LSNS}`]: lsns({ [HOST_NAMESPACES.net]: 0 }),
  });
  const collector = host.collector({ programs });
  expect(interfaceOf(await mapOf(collector), 900, "eth0")).toMatchObject({
    kind: "macvlan",
    peer: null,
    lower: { netns: HOST_NAMESPACES.net, name: "wan0" },
  });

  // Where it leads does not change, so that lsns is not asked again.
  programs.ran.length = 0;
  host.seconds += 11;
  await mapOf(collector);
  expect(programs.ran).toEqual([IP, `nsenter -t 20 -n ${IP}`]);
});

test("a vlan of the host stands on an interface of the same namespace", async () => {
  host.interfaces(1, { lo: [7, 7], wan0: [1, 2], "wan0.5": [0, 0] });
  const programs = new FakePrograms({
    [IP]: ip({ ifindex: 4, ifname: "wan0", link_type: "ether" }, link(5, "wan0.5", "vlan", { link: "wan0" })),
  });
  const map = await mapOf(host.collector({ programs }));
  expect(interfaceOf(map, HOST_NAMESPACES.net, "wan0.5")?.lower).toEqual({
    netns: HOST_NAMESPACES.net,
    name: "wan0",
  });
});

test("a namespace with nothing but loopback is not asked", async () => {
  inhabit(20, 900);
  const programs = new FakePrograms({});
  const map = await mapOf(host.collector({ programs }));
  expect(map.namespaces.map(({ interfaces }) => interfaces)).toEqual([[], []]);
  expect(programs.ran).toEqual([]);
});

test("of many namespaces some are asked in each look, until all have been", async () => {
  const answers: Record<string, string> = {};
  for (let pid = 100; pid < 170; pid += 1) {
    inhabit(pid, pid * 10, "eth0");
    answers[`nsenter -t ${pid} -n ${IP}`] = ip(link(2, "eth0", "dummy"));
  }
  const programs = new FakePrograms(answers);
  const collector = host.collector({ programs });
  const unread: number[] = [];
  for (let look = 0; look < 3; look += 1) {
    const { namespaces } = await mapOf(collector);
    unread.push(namespaces.filter(({ interfaces }) => interfaces === null).length);
  }
  expect(unread).toEqual([38, 6, 0]);
  expect(new Set(programs.ran).size).toBe(70);

  programs.ran.length = 0;
  host.seconds += 60;
  await mapOf(collector);
  expect(programs.ran).toHaveLength(4);
});
