import { describe, expect, test } from "vitest";
import type { InterfaceRow, SocketRow } from "../../src/model/detail.ts";
import { interfacesSection } from "../../src/view/interfaces-section.ts";
import { networkSections } from "../../src/view/network-sections.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { routesSection } from "../../src/view/routes-section.ts";
import { socketsSection } from "../../src/view/sockets-section.ts";
import { cellsOf, detailOf, processOf } from "./detail-fixture.ts";

const ETH0: InterfaceRow = {
  index: 2,
  name: "eth0",
  kind: "veth",
  mac: "02:42:0a:d5:00:02",
  mtu: 1500,
  state: "up",
  addresses: [
    { address: "10.0.0.2", prefixLength: 24, family: "inet" },
    { address: "fe80::1", prefixLength: 64, family: "inet6" },
  ],
  peer: { netns: 4026531840, index: 9, name: "veth1", bridge: "docker0", container: null },
  receiveBytes: 1024,
  transmitBytes: 1024,
  receiveDropped: 0,
  transmitDropped: 2,
  receiveErrors: 1,
  transmitErrors: 0,
  receiveBytesPerSecond: 1_200_000,
  transmitBytesPerSecond: null,
};

const LISTENING: SocketRow = {
  protocol: "tcp6",
  localAddress: "::",
  localPort: 80,
  remoteAddress: "::",
  remotePort: 0,
  state: "LISTEN",
  inode: 5,
  pid: 100,
  publishedAs: "127.0.0.1:8080",
  ownerNetns: null,
};

test("the network tab shows interfaces, sockets and routes under each other", () => {
  expect(networkSections(detailOf()).map(({ title, empty }) => [title, empty])).toEqual([
    ["Interfaces", READING],
    ["Sockets", READING],
    ["Routes", READING],
  ]);
});

describe("interfaces", () => {
  test("are shown with their addresses, the other end and the bridge it hangs on", () => {
    expect(cellsOf(interfacesSection(detailOf({ interfaces: [ETH0] })))).toEqual([
      {
        name: "eth0",
        kind: "veth",
        state: "up",
        addresses: "10.0.0.2/24 fe80::1/64",
        peer: "veth1 on docker0",
        receive: "1.2M/s",
        transmit: "-",
        total: "2.0Ki",
        drops: "2",
        errors: "1",
        mtu: "1500",
        mac: "02:42:0a:d5:00:02",
      },
    ]);
  });

  test("lead to the namespace at the other end, where it is known", () => {
    const lo = { ...ETH0, index: 1, name: "lo", peer: null };
    const lost = {
      ...ETH0,
      index: 3,
      peer: { netns: null, index: 4, name: null, bridge: null, container: "db" },
    };
    const section = interfacesSection(detailOf({ interfaces: [ETH0, lo, lost] }));
    expect(section.rows.map((row) => section.opens?.(row))).toEqual([
      { kind: "target", target: { kind: "namespace", type: "net", inode: 4026531840 } },
      null,
      null,
    ]);
    expect(cellsOf(section).map(({ peer }) => peer)).toEqual(["veth1 on docker0", "", "interface 4 in db"]);
  });

  test("are faulty when they drop packets, err or are down", () => {
    const sound = { ...ETH0, transmitDropped: 0, receiveErrors: 0 };
    const section = interfacesSection(detailOf({ interfaces: [ETH0, sound, { ...sound, state: "down" }] }));
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false, true]);
  });

  test("that could not be read are not the same as none", () => {
    expect(interfacesSection(detailOf({ interfaces: null })).empty).toBe(NOT_READABLE);
    expect(interfacesSection(detailOf({ interfaces: [] })).empty).toContain("no interface");
  });
});

describe("sockets", () => {
  test("name their process and the port that the host publishes them as", () => {
    const section = socketsSection(
      detailOf({ sockets: [LISTENING], processes: [processOf(100, { comm: "httpd" })] }),
    );
    expect(cellsOf(section)).toEqual([
      {
        protocol: "tcp6",
        local: "[::]:80",
        remote: "-",
        state: "LISTEN",
        published: "127.0.0.1:8080",
        pid: "100",
        process: "httpd",
      },
    ]);
    expect(section.rows.map((row) => section.opens?.(row))).toEqual([{ kind: "process", pid: 100 }]);
  });

  test("that listen come first, and equal ones keep keys of their own", () => {
    const waiting: SocketRow = {
      ...LISTENING,
      protocol: "tcp",
      localAddress: "10.0.0.2",
      remoteAddress: "10.0.0.3",
      remotePort: 4000,
      state: "TIME_WAIT",
      inode: 0,
      pid: null,
      publishedAs: null,
    };
    const section = socketsSection(detailOf({ sockets: [waiting, { ...waiting }, LISTENING] }));
    expect(cellsOf(section).map(({ local, remote, pid, process }) => [local, remote, pid, process])).toEqual([
      ["[::]:80", "-", "100", "-"],
      ["10.0.0.2:80", "10.0.0.3:4000", "-", "-"],
      ["10.0.0.2:80", "10.0.0.3:4000", "-", "-"],
    ]);
    expect(new Set(section.rows.map((row) => section.key(row))).size).toBe(3);
    expect(section.rows.map((row) => section.opens?.(row) ?? null).slice(1)).toEqual([null, null]);
  });

  test("that a process has open come before those that only wait to be forgotten", () => {
    const open: SocketRow = { ...LISTENING, state: "ESTABLISHED" };
    const waiting: SocketRow = { ...LISTENING, state: "TIME_WAIT", pid: null };
    const { rows } = socketsSection(detailOf({ sockets: [waiting, open, LISTENING] }));
    expect(rows.map(({ state }) => state)).toEqual(["LISTEN", "ESTABLISHED", "TIME_WAIT"]);
  });

  test("of the Unix family show their path", () => {
    const unix: SocketRow = {
      ...LISTENING,
      protocol: "unix",
      localAddress: "/run/app.sock",
      localPort: null,
      remoteAddress: null,
      remotePort: null,
    };
    expect(cellsOf(socketsSection(detailOf({ sockets: [unix] })))[0]).toMatchObject({
      local: "/run/app.sock",
      remote: "-",
    });
  });
});

test("routes show where they lead, and equal ones keep keys of their own", () => {
  const route = { destination: "0.0.0.0/0", gateway: "10.0.0.1", interface: "eth0", metric: 0 };
  const local = { destination: "10.0.0.0/24", gateway: null, interface: "eth0", metric: 100 };
  const section = routesSection(detailOf({ routes: [route, { ...route }, local] }));
  expect(cellsOf(section)).toEqual([
    { destination: "0.0.0.0/0", gateway: "10.0.0.1", interface: "eth0", metric: "0" },
    { destination: "0.0.0.0/0", gateway: "10.0.0.1", interface: "eth0", metric: "0" },
    { destination: "10.0.0.0/24", gateway: "-", interface: "eth0", metric: "100" },
  ]);
  expect(new Set(section.rows.map((row) => section.key(row))).size).toBe(3);
});
