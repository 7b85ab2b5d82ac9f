import type { Detail, InterfaceRow } from "../model/detail.ts";
import { bytes, count, rate } from "../report/format.ts";
import { addressesText, peerText } from "../report/network-text.ts";
import { alphabetical, descending } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** Interfaces; Enter on a `veth` goes to the namespace at its other end. */
export function interfacesSection(detail: Detail): Section<InterfaceRow> {
  return {
    title: "Interfaces",
    columns: COLUMNS,
    ...partRows(detail.interfaces, "no interface, not even a loopback"),
    key: ({ index }) => `interface:${index}`,
    searchText: (row) =>
      [row.name, row.kind, row.state, row.mac ?? "", addressesText(row), peerText(row)].join(" "),
    opens: ({ peer }) =>
      peer === null || peer.netns === null
        ? null
        : { kind: "target", target: { kind: "namespace", type: "net", inode: peer.netns } },
    faulty: (row) => drops(row) + errors(row) > 0 || row.state === "down",
    copies: (row) => row.addresses[0]?.address ?? row.name,
  };
}

const COLUMNS: Readonly<Record<string, Column<InterfaceRow>>> = {
  name: {
    title: "INTERFACE",
    help: "Name of the interface inside",
    width: 15,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    compare: alphabetical(({ name }) => name),
  },
  kind: {
    title: "KIND",
    help: "veth, bridge, loopback, physical, …",
    width: 9,
    align: "left",
    priority: 4,
    text: ({ kind }) => kind,
    compare: alphabetical(({ kind }) => kind),
  },
  state: {
    title: "STATE",
    help: "Operational state as the kernel says it",
    width: 7,
    align: "left",
    priority: 1,
    text: ({ state }) => state,
    style: ({ state }) => (state === "down" ? { color: "red" } : undefined),
    compare: alphabetical(({ state }) => state),
  },
  addresses: {
    title: "ADDRESSES",
    help: "Addresses with their prefix lengths",
    width: 20,
    grow: 2,
    align: "left",
    priority: 0,
    text: addressesText,
    compare: alphabetical(addressesText),
  },
  peer: {
    title: "OTHER END",
    help: "Where the other end of a veth is: its name, the bridge it hangs on, the container it is in",
    width: 18,
    grow: 1,
    align: "left",
    priority: 3,
    text: peerText,
    compare: alphabetical(peerText),
  },
  receive: {
    title: "NET↓",
    help: "Bytes received per second",
    width: 7,
    align: "right",
    priority: 2,
    text: ({ receiveBytesPerSecond }) => rate(receiveBytesPerSecond),
    compare: descending(({ receiveBytesPerSecond }) => receiveBytesPerSecond),
  },
  transmit: {
    title: "NET↑",
    help: "Bytes sent per second",
    width: 7,
    align: "right",
    priority: 2,
    text: ({ transmitBytesPerSecond }) => rate(transmitBytesPerSecond),
    compare: descending(({ transmitBytesPerSecond }) => transmitBytesPerSecond),
  },
  total: {
    title: "TOTAL",
    help: "Bytes received and sent since it came up",
    width: 6,
    align: "right",
    priority: 8,
    text: ({ receiveBytes, transmitBytes }) => bytes(receiveBytes + transmitBytes),
    compare: descending(({ receiveBytes, transmitBytes }) => receiveBytes + transmitBytes),
  },
  drops: {
    title: "DROP",
    help: "Packets dropped since it came up, received and sent",
    width: 6,
    align: "right",
    priority: 5,
    text: (row) => count(drops(row)),
    style: (row) => (drops(row) > 0 ? { color: "yellow" } : undefined),
    compare: descending(drops),
  },
  errors: {
    title: "ERR",
    help: "Errors since it came up, received and sent",
    width: 6,
    align: "right",
    priority: 5,
    text: (row) => count(errors(row)),
    style: (row) => (errors(row) > 0 ? { color: "red" } : undefined),
    compare: descending(errors),
  },
  mtu: {
    title: "MTU",
    help: "Largest packet in bytes",
    width: 6,
    align: "right",
    priority: 6,
    text: ({ mtu }) => (mtu === null ? "-" : String(mtu)),
    compare: descending(({ mtu }) => mtu),
  },
  mac: {
    title: "MAC",
    help: "Hardware address",
    width: 17,
    align: "left",
    priority: 7,
    text: ({ mac }) => mac ?? "-",
    compare: alphabetical(({ mac }) => mac ?? ""),
  },
};

function drops({ receiveDropped, transmitDropped }: InterfaceRow): number {
  return receiveDropped + transmitDropped;
}

function errors({ receiveErrors, transmitErrors }: InterfaceRow): number {
  return receiveErrors + transmitErrors;
}
