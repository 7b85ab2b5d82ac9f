import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Collector } from "../../src/collector/collector.ts";
import type { InterfaceFacts } from "../../src/collector/detail-sample.ts";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

const IP = "ip -j -d -s addr";
const LSNS = "lsns -J -l -t net";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.link("/proc/self/ns/net", `net:[${HOST_NAMESPACES.net}]`);
});
afterEach(() => host.remove());

/** What `ip` says of interfaces. */
function ip(...links: object[]): string {
  return `${JSON.stringify(links)}\n`;
}

function veth(index: number, name: string, link: object): object {
  return { ifindex: index, ifname: name, link_type: "ether", linkinfo: { info_kind: "veth" }, ...link };
}

/** What `lsns` says: which inode has which number. */
function lsns(ids: Readonly<Record<number, number | "unassigned">>): string {
  const namespaces = Object.entries(ids).map(([ns, netnsid]) => ({ ns: Number(ns), netnsid: `${netnsid}` }));
  return JSON.stringify({ namespaces });
}

async function interfacesOf(collector: Collector, pid: number): Promise<readonly InterfaceFacts[]> {
  const { interfaces } = await detailOf(collector, pid, "interfaces");
  if (interfaces == null) throw new Error("the interfaces are not known");
  return interfaces;
}

describe("the interfaces of a container", () => {
  const eth0 = veth(2, "eth0", {
    address: "02:42:ac:11:00:02",
    mtu: 1500,
    operstate: "UP",
    link_index: 7,
    link_netnsid: 0,
    addr_info: [
      { family: "inet", local: "172.17.0.2", prefixlen: 16 },
      { family: "inet6", local: "fe80::1", prefixlen: 64 },
    ],
    stats64: { rx: { bytes: 1, dropped: 3, errors: 4 }, tx: { bytes: 2, dropped: 5, errors: 6 } },
  });
  let programs: FakePrograms;

  beforeEach(() => {
    host.process({ pid: 20, namespaces: { net: 900 } });
    host.interfaces(20, { lo: [0, 0], eth0: [100, 200] });
    programs = new FakePrograms({
      [`nsenter -t 20 -n ${IP}`]: ip(eth0),
      [`nsenter -t 20 -n ${LSNS} -p 1 -o NS,NETNSID`]: lsns({ [HOST_NAMESPACES.net]: 0 }),
      [IP]: ip(veth(7, "veth12", { link_index: 2, link_netnsid: 3, master: "docker0" })),
    });
  });

  test("are what ip says in its network namespace, with the other end on the host and its bridge", async () => {
    expect(await interfacesOf(host.collector({ programs }), 20)).toEqual([
      {
        index: 2,
        name: "eth0",
        kind: "veth",
        mac: "02:42:ac:11:00:02",
        mtu: 1500,
        state: "up",
        addresses: [
          { address: "172.17.0.2", prefixLength: 16, family: "inet" },
          { address: "fe80::1", prefixLength: 64, family: "inet6" },
        ],
        peer: { netns: HOST_NAMESPACES.net, index: 7, name: "veth12", bridge: "docker0" },
        receiveBytes: 100,
        transmitBytes: 200,
        receiveDropped: 0,
        transmitDropped: 0,
        receiveErrors: 0,
        transmitErrors: 0,
      },
    ]);
  });

  test("are asked for again after three seconds, and their counters read each time", async () => {
    const collector = host.collector({ programs });
    await interfacesOf(collector, 20);
    const ran = programs.ran.length;
    host.seconds += 3;
    host.interfaces(20, { eth0: [101, 200] });
    expect((await interfacesOf(collector, 20))[0]?.receiveBytes).toBe(101);
    expect(programs.ran).toHaveLength(ran);
    host.seconds += 0.1;
    await interfacesOf(collector, 20);
    expect(programs.ran.slice(ran)).toEqual([`nsenter -t 20 -n ${IP}`]);
  });

  test("come from the kernel's files where programs cannot be run", async () => {
    host.write("/proc/20/net/if_inet6", "fe800000000000000000000000000001 02 40 20 80     eth0\n");
    host.write(
      "/proc/20/net/route",
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n",
    );
    host.write(
      "/proc/20/net/fib_trie",
      "Local:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n     |-- 172.17.0.2\n        /32 host LOCAL\n",
    );
    const collector = host.collector({ programs: new FakePrograms({}) });
    const { interfaces, issues } = await detailOf(collector, 20, "interfaces");
    expect(interfaces).toMatchObject([
      { name: "lo", kind: "loopback", addresses: [{ address: "127.0.0.1", prefixLength: 8 }], peer: null },
      {
        index: 2,
        name: "eth0",
        kind: "unknown",
        mac: null,
        addresses: [
          { address: "172.17.0.2", prefixLength: 16, family: "inet" },
          { address: "fe80::1", prefixLength: 64, family: "inet6" },
        ],
        receiveBytes: 100,
      },
    ]);
    expect(issues).toMatchObject([{ code: "failed", path: "ip addr" }]);
  });

  test("are known when the other end is not: its namespace could not be told", async () => {
    programs.answer(`nsenter -t 20 -n ${LSNS} -p 1 -o NS,NETNSID`, "garbage");
    const { interfaces, issues } = await detailOf(host.collector({ programs }), 20, "interfaces");
    expect(interfaces).toMatchObject([
      { name: "eth0", peer: { netns: null, index: 7, name: null, bridge: null } },
    ]);
    expect(issues).toMatchObject([{ code: "malformed", path: "lsns" }]);
  });

  test("are unknown when the process is gone, and that is no trouble", async () => {
    host.files.fail("/proc/20/net/dev", "ENOENT");
    expect(await detailOf(host.collector({ programs }), 20, "interfaces")).toMatchObject({
      interfaces: null,
      issues: [],
    });
  });
});

test("the host's own interfaces are asked for without entering anything", async () => {
  const programs = new FakePrograms({ [IP]: ip({ ifindex: 4, ifname: "eth0", link_type: "ether" }) });
  const interfaces = await interfacesOf(host.collector({ programs }), 1);
  expect(interfaces).toMatchObject([{ index: 4, name: "eth0", kind: "physical", peer: null }]);
  expect(programs.ran).toEqual([IP]);
});

test("the other end is found in another container, where every end has the same number", async () => {
  for (const [pid, net] of [
    [20, 900],
    [21, 901],
    [22, 902],
  ] as const) {
    host.process({ pid, namespaces: { net } });
    host.interfaces(pid, { eth0: [0, 0] });
  }
  const programs = new FakePrograms({
    [`nsenter -t 20 -n ${IP}`]: ip(veth(2, "eth0", { link_index: 2, link_netnsid: 5 })),
    [`nsenter -t 20 -n ${LSNS} -p 1 -o NS,NETNSID`]: lsns({ [HOST_NAMESPACES.net]: "unassigned" }),
    [`nsenter -t 20 -n ${LSNS} -o NS,NETNSID`]: lsns({ 901: 4, 902: 5 }),
    [`nsenter -t 22 -n ${IP}`]: ip(veth(2, "right", { link_index: 2, link_netnsid: 0 })),
    [`nsenter -t 21 -n ${IP}`]: ip(veth(2, "wrong", { link_index: 2, link_netnsid: 0 })),
    [IP]: ip(veth(2, "wrong", { link_index: 2, link_netnsid: 1 })),
  });
  const [eth0] = await interfacesOf(host.collector({ programs }), 20);
  expect(eth0?.peer).toEqual({ netns: 902, index: 2, name: "right", bridge: null });
});

test("both ends in one namespace know each other by name", async () => {
  host.process({ pid: 20, namespaces: { net: 900 } });
  const programs = new FakePrograms({
    [`nsenter -t 20 -n ${IP}`]: ip(veth(2, "a", { link: "b" }), veth(3, "b", { link: "a", master: "br0" })),
  });
  const interfaces = await interfacesOf(host.collector({ programs }), 20);
  expect(interfaces.map(({ peer }) => peer)).toEqual([
    { netns: 900, index: 3, name: "b", bridge: "br0" },
    { netns: 900, index: 2, name: "a", bridge: null },
  ]);
});

test("the namespace of another end that nobody lives in is known, and its name is not", async () => {
  host.process({ pid: 20, namespaces: { net: 900 } });
  const programs = new FakePrograms({
    [`nsenter -t 20 -n ${IP}`]: ip(veth(2, "eth0", { link_index: 9, link_netnsid: 1 })),
    [`nsenter -t 20 -n ${LSNS} -p 1 -o NS,NETNSID`]: lsns({}),
    [`nsenter -t 20 -n ${LSNS} -o NS,NETNSID`]: lsns({ 950: 1 }),
  });
  const [eth0] = await interfacesOf(host.collector({ programs }), 20);
  expect(eth0?.peer).toEqual({ netns: 950, index: 9, name: null, bridge: null });
});
