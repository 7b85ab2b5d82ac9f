import type { Detail } from "../model/detail.ts";
import { fullName } from "../model/full-name.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Group, Snapshot, Target } from "../model/snapshot.ts";
import { bytes, count, percent, rate } from "../report/format.ts";
import {
  cpuLimitText,
  groupName,
  groupNames,
  isCpuLimitHit,
  isMemoryLimitHit,
  isPidsLimitHit,
  memoryLimitText,
  pidsText,
  shortId,
  stateText,
  upText,
} from "../report/group-text.ts";
import { isolation } from "../report/isolation.ts";
import { pad } from "../report/pad.ts";
import { lastOomKillText, nothingFound, slownessSentences } from "../report/slowness-text.ts";
import { type ClockState, clockSegments } from "./header-lines.ts";
import { joinSegments, type Segment } from "./segments.ts";
import type { Style } from "./theme.ts";
import type { Screen } from "./ui-state.ts";

const HIT: Style = { color: "red", bold: true };

/** What the header of a page is made from. */
export interface PageHeader {
  /** From the overview to the page. */
  readonly screens: readonly Screen[];
  /** The group that the page is about, or its process is in; `null` while it is not known. */
  readonly group: Group | null;
  readonly snapshot: Snapshot;
  readonly clock: ClockState;
  readonly width: number;
}

/** The header of a page, in four lines: where one is, what group that is, what it uses, and what slows it down. */
export function pageHeaderLines({ screens, group, snapshot, clock, width }: PageHeader): readonly string[] {
  const breadcrumb = breadcrumbLine(screens, snapshot, clock, width);
  if (group === null) return [breadcrumb, "", "", ""];
  const top = screens.at(-1);
  const isNamed = top?.kind === "page" && top.target.kind === "group";
  return [
    breadcrumb,
    factsLine(group, isNamed, snapshot, width),
    usageLine(group, snapshot, width),
    whyLine(group, snapshot, width),
  ];
}

/** The way that led here, such as `web-03 › api-7f9c › 4711 nginx`. */
export function breadcrumbLine(
  screens: readonly Screen[],
  snapshot: Snapshot,
  clock: ClockState,
  width: number,
): string {
  const crumbs = screens.map((screen) => crumbOf(screen, snapshot));
  const last = crumbs.length - 1;
  // The first and the last crumb say most: those between go first when there is no room.
  const left = crumbs.map(
    (crumb, index): Segment => ({
      text: index === 0 ? crumb : `›  ${crumb}`,
      style: index === last ? { bold: true } : undefined,
      priority: index === last ? 0 : index === 0 ? 2 : 3 + last - index,
    }),
  );
  return joinSegments(left, clockSegments(snapshot, clock), width);
}

function crumbOf(screen: Screen, snapshot: Snapshot): string {
  switch (screen.kind) {
    case "overview":
      return snapshot.host.hostname;
    case "help":
      return "help";
    case "page":
      return targetText(screen.target, screen.detail, snapshot);
  }
}

function nameIn(groups: readonly Group[], groupId: string): string | null {
  const group = groups.find(({ id }) => id === groupId);
  return group === undefined ? null : fullName(group);
}

/** What a target is called. */
export function targetText(target: Target, detail: Detail | null, { groups }: Snapshot): string {
  switch (target.kind) {
    case "group":
      return nameIn(groups, target.groupId) ?? detail?.group.name ?? shortId(target.groupId);
    case "process": {
      const comm = detail?.processes?.find(({ pid }) => pid === target.pid)?.comm;
      return comm === undefined ? `pid ${target.pid}` : `${target.pid} ${comm}`;
    }
    case "host":
      return "the whole host";
    case "namespace":
      return `${target.type}:${target.inode}`;
  }
}

/** @param isNamed The breadcrumb ends with the group's own name. */
function factsLine(group: Group, isNamed: boolean, { takenAt }: Snapshot, width: number): string {
  const { kind, name, engine, image, leaderPid, containerId, compose, pod, ports } = group;
  const state = stateText(group);
  const optional = (text: string | null | undefined, priority: number, style?: Style): Segment[] =>
    text == null || text === "" ? [] : [{ text, priority, style }];
  return joinSegments(
    [
      ...optional(isNamed ? null : `in ${name}`, 0),
      ...optional(engine ?? kind, 2),
      ...optional(state === "-" ? null : state, 1),
      ...optional(image, 4),
      ...optional(pod === null ? null : `pod ${pod.namespace}/${pod.name}`, 3),
      ...optional(compose === null ? null : `${compose.project}/${compose.service}`, 3),
      ...optional(containerId === null ? null : shortId(containerId), 6, { dim: true }),
      ...optional(leaderPid === null ? null : `leader ${leaderPid}`, 5),
      ...optional(ports.join(" "), 7),
    ],
    [
      { text: isolation(group.namespaces), priority: 0 },
      { text: `up ${pad(upText(group, takenAt), 4)}`, priority: 3 },
    ],
    width,
  );
}

function usageLine(group: Group, snapshot: Snapshot, width: number): string {
  const { cpu, memory, network, io } = group;
  const { sharedWith } = network;
  const traffic =
    sharedWith === null
      ? `NET ↓${pad(rate(network.receiveBytesPerSecond), 7, "right")} ↑${pad(rate(network.transmitBytesPerSecond), 7, "right")}`
      : `NET of ${sharedWith === HOST_GROUP_ID ? "the host" : groupName(sharedWith, groupNames(snapshot.groups))}`;
  const use = (name: string, value: string, limit: string, cells: number) =>
    pad(`${name} ${pad(value, 6, "right")}${limit === "-" ? "" : ` of ${limit}`}`, cells);
  const pids = `PIDS ${pad(pidsText(group), 6, "right")}${typeof group.pids.limit === "number" ? ` of ${count(group.pids.limit)}` : ""}`;
  return joinSegments(
    [
      {
        text: use("CPU", percent(cpu.percent), cpuLimitText(group), 20),
        style: hit(isCpuLimitHit(group)),
        priority: 0,
      },
      {
        text: use("MEM", bytes(memory.workingSetBytes), memoryLimitText(group), 21),
        style: hit(isMemoryLimitHit(group)),
        priority: 0,
      },
      { text: traffic, priority: 2 },
      {
        text: `READ ${pad(rate(io.readBytesPerSecond), 7, "right")}  WRITE ${pad(rate(io.writeBytesPerSecond), 7, "right")}`,
        priority: 3,
      },
      { text: pids, style: hit(isPidsLimitHit(group)), priority: 1 },
    ],
    [],
    width,
  );
}

/** What is found stands first: a narrow terminal cuts the rest. */
function whyLine(group: Group, { takenAt }: Snapshot, width: number): string {
  const sentences = slownessSentences(group);
  const kill = lastOomKillText(group, takenAt);
  const isKillTold = group.verdict?.code === "memory-pressed";
  return joinSegments(
    [
      sentences.length === 0
        ? { text: `WHY ${nothingFound(group)}`, style: { dim: true }, priority: 0 }
        : { text: `WHY ${sentences.join(" ")}`, style: { color: "yellow", bold: true }, priority: 0 },
      ...(kill === null || isKillTold ? [] : [{ text: `last OOM kill: ${kill}`, priority: 1 }]),
    ],
    [],
    width,
  );
}

function hit(isHit: boolean): Style | undefined {
  return isHit ? HIT : undefined;
}
