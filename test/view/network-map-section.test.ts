import { describe, expect, test } from "vitest";
import type { MapInterface, NetworkLink, NetworkMap } from "../../src/model/detail.ts";
import { networkMapSections } from "../../src/view/network-map-section.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import type { Section } from "../../src/view/section.ts";
import { arrangeRows } from "../../src/view/section-rows.ts";
import { interfaceFacts, peer } from "../model/network-map-fixture.ts";
import { cellsOf, detailOf, groupOf, snapshotOf } from "./detail-fixture.ts";
import { PLAIN } from "./tree-fixture.ts";

const HOST_NET = 1;

function end(facts: Parameters<typeof interfaceFacts>[0], netns = HOST_NET): MapInterface {
  return { ...interfaceFacts(facts), netns, receiveBytesPerSecond: null, transmitBytesPerSecond: null };
}

function linkOf(own: MapInterface, more: Partial<NetworkLink> = {}): NetworkLink {
  return {
    key: own.name,
    parentKey: own.master,
    end: own,
    otherEnd: null,
    netns: own.netns,
    pid: 1,
    groupId: "host",
    groupName: "host",
    ...more,
  };
}

const BRIDGE = linkOf(end({ index: 3, name: "br0", kind: "bridge" }));
const CABLE = linkOf(
  end({ index: 7, name: "veth7", master: "br0", receiveDropped: 1, transmitErrors: 2, peer: peer(900, 2) }),
  {
    otherEnd: {
      ...end({ index: 2, name: "eth0", transmitDropped: 3 }, 900),
      addresses: [
        { address: "fe80::1", prefixLength: 64, family: "inet6" },
        { address: "10.0.0.2", prefixLength: 24, family: "inet" },
      ],
      receiveBytesPerSecond: 1200,
      transmitBytesPerSecond: 0,
    },
    netns: 900,
    pid: 20,
    groupId: "web",
    groupName: "web",
  },
);

function mapOf(map: Partial<NetworkMap>): readonly Section<unknown>[] {
  const networkMap = { links: [], unlinked: [], unread: 0, ...map };
  return networkMapSections(detailOf({ networkMap }), snapshotOf(groupOf("web"), groupOf("db")));
}

function linksSection(...links: readonly NetworkLink[]): Section<unknown> {
  const [section] = mapOf({ links });
  if (section === undefined) throw new Error("no section");
  return section;
}

describe("the network map", () => {
  test("is a tree of bridges, their ports and the containers behind them", () => {
    const section = linksSection(CABLE, BRIDGE);
    expect(
      arrangeRows(section, PLAIN).map(({ branch, row }) => branch + section.columns["interface"]?.text(row)),
    ).toEqual(["br0", "└─ veth7"]);
    expect(cellsOf(section)[0]).toEqual({
      interface: "veth7",
      kind: "veth",
      state: "up",
      container: "web",
      inside: "eth0",
      address: "10.0.0.2/24",
      receive: "1.2K/s",
      transmit: "0",
      drops: "1/3",
      errors: "2/0",
      portReceive: "-",
      portTransmit: "-",
    });
    expect(cellsOf(section)[1]).toMatchObject({ container: "host", inside: "", drops: "0", errors: "0" });
  });

  test("does not take what is unknown of the other end for that of the end on the host", () => {
    const unread = {
      ...CABLE,
      otherEnd: null,
      end: { ...CABLE.end, addresses: BRIDGE.end.addresses, receiveBytesPerSecond: 5 },
    };
    expect(cellsOf(linksSection(unread))[0]).toMatchObject({
      container: "web",
      inside: "-",
      address: "-",
      receive: "-",
      drops: "1/-",
    });
  });

  test("names a process, or the namespace, where no group is known", () => {
    const nameless = { ...CABLE, groupId: null, groupName: null };
    const section = linksSection(
      nameless,
      { ...nameless, pid: null },
      { ...nameless, pid: null, netns: null },
    );
    expect(cellsOf(section).map(({ container }) => container)).toEqual(["pid 20", "net:900", "-"]);
    expect(section.rows.map((row) => section.opens?.(row))).toEqual([
      { kind: "process", pid: 20 },
      null,
      null,
    ]);
    expect(section.rows.slice(1).map((row) => section.remark?.(row))).toEqual([
      "no process lives in net:900, where the other end of veth7 is",
      "it is not known where the other end of veth7 is",
    ]);
  });

  test("leads from a port to the network of its container", () => {
    const section = linksSection(CABLE);
    expect(section.rows.map((row) => section.opens?.(row))).toEqual([
      { kind: "target", target: { kind: "group", groupId: "web" }, page: "Network" },
    ]);
  });

  test("finds fault with cables that lose packets or are cut, and with nothing that is merely unused", () => {
    const sound = {
      ...CABLE,
      end: end({ index: 7, name: "veth7" }),
      otherEnd: end({ index: 2, name: "eth0" }, 900),
    };
    const cut = { ...sound, end: { ...sound.end, state: "lowerlayerdown" } };
    const unused = linkOf(end({ index: 3, name: "ifb0", kind: "ifb", state: "down" }));
    const section = linksSection(CABLE, sound, cut, unused);
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false, true, false]);
  });

  test("says what sets a macvlan and a cable on no bridge apart", () => {
    const macvlan = linkOf(
      { ...end({ index: 8, name: "eth0", kind: "macvlan" }, 900), lower: { netns: HOST_NET, name: "wan0" } },
      { groupId: "web", groupName: "web" },
    );
    const routed = { ...CABLE, end: end({ index: 7, name: "cali7", peer: peer(900, 2) }) };
    const section = linksSection(macvlan, routed, CABLE);
    expect(section.rows.map((row) => section.remark?.(row))).toEqual([
      expect.stringMatching(/^macvlan of wan0: /),
      "cali7 hangs on no bridge: what passes is routed",
      null,
    ]);
    expect(cellsOf(section)[0]).toMatchObject({ container: "web", inside: "eth0" });
  });

  test("says how many namespaces are still to be asked, and that not readable is not the same as none", () => {
    expect(mapOf({ unread: 12 })[0]?.title).toContain("12 network namespaces still to be asked");
    const emptyOf = (networkMap: null | undefined) =>
      networkMapSections(detailOf(networkMap === null ? { networkMap } : {}), snapshotOf()).map(
        ({ empty }) => empty,
      );
    expect(emptyOf(null)).toEqual([NOT_READABLE, NOT_READABLE]);
    expect(emptyOf(undefined)).toEqual([READING, READING]);
  });
});

test("groups without an interface of their own say whose network they use", () => {
  const [, section] = mapOf({
    unlinked: [
      { groupId: "agent", groupName: "agent", network: "host", joinedId: null },
      { groupId: "sidecar", groupName: "sidecar", network: "joined", joinedId: "web" },
      { groupId: "batch", groupName: "batch", network: "none", joinedId: null },
    ],
  });
  expect(section && cellsOf(section)).toEqual([
    { name: "agent", network: "the host's own" },
    { name: "sidecar", network: "that of web" },
    { name: "batch", network: "none: loopback only" },
  ]);
});
