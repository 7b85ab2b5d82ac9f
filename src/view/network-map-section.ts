import type { Detail, MapInterface, NetworkLink } from "../model/detail.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { count, rate, UNKNOWN } from "../report/format.ts";
import { addressesText } from "../report/network-text.ts";
import { alphabetical, descending } from "./compare.ts";
import { groupSubject } from "./group-subject.ts";
import { networkLinkRemark } from "./network-link-remark.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Opens, Section } from "./section.ts";
import { unlinkedSection } from "./unlinked-section.ts";

/** How network namespaces are connected: bridges with what hangs on them, then the groups that hang on nothing. */
export function networkMapSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  return [linksSection(detail, snapshot), unlinkedSection(detail, snapshot)];
}

/** Every interface and cable as a tree; Enter goes to whom it leads to. */
function linksSection({ networkMap }: Detail, snapshot: Snapshot): Section<NetworkLink> {
  const unread = networkMap?.unread ?? 0;
  return {
    title: unread === 0 ? "Interfaces" : `Interfaces (${unread} network namespaces still to be asked)`,
    columns: COLUMNS,
    ...partRows(networkMap === null ? null : networkMap?.links, "no interface but loopback"),
    key: ({ key }) => `link:${key}`,
    parentKey: ({ parentKey }) => (parentKey === null ? null : `link:${parentKey}`),
    searchText: (link) =>
      [
        link.end.name,
        link.end.kind,
        link.end.state,
        groupText(link),
        insideText(link),
        addressText(link),
      ].join(" "),
    opens: whereTo,
    acts: ({ groupId }) => groupSubject(snapshot, groupId),
    faulty: isFaulty,
    remark: networkLinkRemark,
    copies: (link) => innerEnd(link)?.addresses[0]?.address ?? link.end.name,
  };
}

const COLUMNS: Readonly<Record<string, Column<NetworkLink>>> = {
  interface: {
    title: "INTERFACE",
    help: "A bridge, with its ports below it; of a cable the end that is on the host",
    width: 19,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 0,
    text: ({ end }) => end.name,
    compare: alphabetical(({ end }) => end.name),
  },
  kind: {
    title: "KIND",
    help: "bridge, veth (a cable), macvlan, ipvlan, vlan, physical, …",
    width: 8,
    align: "left",
    priority: 3,
    text: ({ end }) => end.kind,
    compare: alphabetical(({ end }) => end.kind),
  },
  state: {
    title: "STATE",
    help: "Operational state as the kernel says it",
    width: 7,
    align: "left",
    priority: 4,
    text: ({ end }) => end.state,
    style: ({ end }) => (end.state === "up" ? undefined : { dim: true }),
    compare: alphabetical(({ end }) => end.state),
  },
  container: {
    title: "CONTAINER",
    help: "Whom it leads to; a process or the namespace itself where no group is known",
    width: 14,
    grow: 2,
    align: "left",
    priority: 0,
    text: groupText,
    style: ({ groupId }) => (groupId === HOST_GROUP_ID ? { dim: true } : undefined),
    compare: alphabetical(groupText),
  },
  inside: {
    title: "INSIDE",
    help: "Name of the interface inside",
    width: 8,
    align: "left",
    priority: 1,
    text: insideText,
    compare: alphabetical(insideText),
  },
  address: {
    title: "ADDRESS",
    help: "Addresses inside, those that reach beyond the cable",
    width: 18,
    grow: 1,
    align: "left",
    priority: 5,
    text: addressText,
    compare: alphabetical(addressText),
  },
  receive: {
    title: "NET↓",
    help: "Bytes received per second, as whom it leads to counts them",
    width: 7,
    align: "right",
    priority: 1,
    text: (link) => rate(innerEnd(link)?.receiveBytesPerSecond ?? null),
    compare: descending((link) => innerEnd(link)?.receiveBytesPerSecond ?? null),
  },
  transmit: {
    title: "NET↑",
    help: "Bytes sent per second, as whom it leads to counts them",
    width: 7,
    align: "right",
    priority: 1,
    text: (link) => rate(innerEnd(link)?.transmitBytesPerSecond ?? null),
    compare: descending((link) => innerEnd(link)?.transmitBytesPerSecond ?? null),
  },
  drops: {
    title: "DROPS",
    help: "Packets dropped since it came up; of a cable at the end on the host, and at the end inside",
    width: 9,
    align: "right",
    priority: 2,
    text: (link) => atBothEnds(link, drops),
    style: (link) => (total(link, drops) > 0 ? { color: "yellow" } : undefined),
    compare: descending((link) => total(link, drops)),
  },
  errors: {
    title: "ERRORS",
    help: "Errors since it came up; of a cable at the end on the host, and at the end inside",
    width: 9,
    align: "right",
    priority: 2,
    text: (link) => atBothEnds(link, errors),
    style: (link) => (total(link, errors) > 0 ? { color: "red" } : undefined),
    compare: descending((link) => total(link, errors)),
  },
  portReceive: {
    title: "PORT↓",
    help: "Bytes per second that the end on the host receives: what is sent inside, unless it is lost",
    width: 7,
    align: "right",
    priority: 6,
    text: ({ end }) => rate(end.receiveBytesPerSecond),
    compare: descending(({ end }) => end.receiveBytesPerSecond),
  },
  portTransmit: {
    title: "PORT↑",
    help: "Bytes per second that the end on the host sends: what is received inside, unless it is lost",
    width: 7,
    align: "right",
    priority: 6,
    text: ({ end }) => rate(end.transmitBytesPerSecond),
    compare: descending(({ end }) => end.transmitBytesPerSecond),
  },
};

function whereTo({ groupId, pid }: NetworkLink): Opens | null {
  if (groupId !== null) return { kind: "target", target: { kind: "group", groupId }, page: "Network" };
  return pid === null ? null : { kind: "process", pid };
}

function isFaulty(link: NetworkLink): boolean {
  const isCut = link.end.kind === "veth" && link.end.state !== "up";
  return isCut || total(link, drops) + total(link, errors) > 0;
}

/** Of a cable the end inside, `null` where that is not known; else the interface itself. */
function innerEnd({ end, otherEnd }: NetworkLink): MapInterface | null {
  return end.kind === "veth" ? otherEnd : end;
}

function groupText({ groupName, pid, netns }: NetworkLink): string {
  if (groupName !== null) return groupName;
  if (pid !== null) return `pid ${pid}`;
  return netns === null ? UNKNOWN : `net:${netns}`;
}

/** Nothing for the host's own interfaces. */
function insideText({ end, otherEnd, groupId }: NetworkLink): string {
  if (otherEnd !== null) return otherEnd.name;
  if (end.peer !== null) return end.peer.name ?? UNKNOWN;
  return groupId === HOST_GROUP_ID ? "" : end.name;
}

/** Without those that are good for one cable only, unless there are no others. */
function addressText(link: NetworkLink): string {
  const addresses = innerEnd(link)?.addresses ?? [];
  const reaching = addresses.filter(({ address }) => !address.startsWith("fe80:"));
  return addressesText({ addresses: reaching.length > 0 ? reaching : addresses });
}

function drops({ receiveDropped, transmitDropped }: MapInterface): number {
  return receiveDropped + transmitDropped;
}

function errors({ receiveErrors, transmitErrors }: MapInterface): number {
  return receiveErrors + transmitErrors;
}

function atBothEnds({ end, otherEnd }: NetworkLink, value: (end: MapInterface) => number): string {
  const own = count(value(end));
  if (end.kind !== "veth") return own;
  return `${own}/${count(otherEnd === null ? null : value(otherEnd))}`;
}

function total({ end, otherEnd }: NetworkLink, value: (end: MapInterface) => number): number {
  return value(end) + (otherEnd === null ? 0 : value(otherEnd));
}
