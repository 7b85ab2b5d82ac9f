import { fullName } from "../model/full-name.ts";
import { bytes, percent, rate, UNKNOWN } from "../report/format.ts";
import {
  cpuLimitText,
  isCpuLimitHit,
  isMemoryLimitHit,
  isPidsLimitHit,
  isUnwell,
  memoryLimitText,
  pidsText,
  stateText,
} from "../report/group-text.ts";
import { isolation, isolationMarks } from "../report/isolation.ts";
import { cellsOf, pad } from "../report/pad.ts";
import { compareGroups, type SortColumnName } from "../report/select-groups.ts";
import { whyMark } from "../report/slowness-text.ts";
import { MORE_COLUMNS } from "./more-columns.ts";
import type { OverviewRow } from "./overview-rows.ts";
import type { Column } from "./section.ts";
import { sparkline } from "./sparkline.ts";
import { paint, type Style } from "./theme.ts";
import { WHY_COLUMN } from "./why-column.ts";

/** After the name of a group that there is something to say of. */
const MARK = " !";

type Entry = Column<OverviewRow>;

/** Cells of the sparkline where there is no room for more. */
const HISTORY_CELLS = 8;

/** Cells of a rate. */
const RATE_CELLS = 7;

/** The overview's columns, left to right; named as `--sort` names them. */
const SHOWN_COLUMNS = {
  name: {
    title: "NAME",
    help: "Name of the container; of other groups their first namespace or service. → names whose network it shares; ! marks what the status line speaks of",
    width: 16,
    grow: 3,
    maxWidth: 40,
    align: "left",
    priority: 0,
    text: nameText,
    style: (row) => (isMarked(row) ? { color: "yellow", bold: true } : undefined),
    compare: by("name"),
  },
  engine: {
    title: "ENGINE",
    help: "Container engine that it belongs to",
    width: 10,
    align: "left",
    priority: 8,
    text: ({ group }) => group.engine ?? UNKNOWN,
    style: ({ group }) => quietIf(group.engine === null),
    compare: by("engine"),
  },
  state: {
    title: "STATE",
    help: "The engine's word for it, frozen, or what its health check says; of other groups how many processes",
    width: 10,
    align: "left",
    priority: 3,
    text: ({ group }) => stateText(group),
    style: ({ group }) => (isUnwell(group) ? { color: "red" } : STATE_STYLES[stateText(group)]),
    compare: by("state"),
  },
  why: WHY_COLUMN,
  cpu: {
    title: "CPU%",
    help: "CPU time of all its processes; 100 is one core",
    width: 6,
    align: "right",
    priority: 0,
    text: ({ group }) => percent(group.cpu.percent),
    style: ({ group }) => (isCpuLimitHit(group) ? HIT : quietIf(percent(group.cpu.percent) === "0.0")),
    compare: by("cpu"),
  },
  "cpu-limit": {
    title: "LIMIT ",
    help: "Most CPU that it may use; ! while the scheduler holds it back (throttled periods)",
    width: 6,
    align: "right",
    priority: 2,
    text: ({ group }) => slot(cpuLimitText(group)),
    style: ({ group }) => (isCpuLimitHit(group) ? HIT : QUIET),
    compare: by("cpu-limit"),
  },
  history: {
    title: "HISTORY",
    help: "CPU over the last 60 samples; a full bar is its limit, or one core, or the most it used if that is more",
    width: HISTORY_CELLS,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 5,
    text: historyText,
    style: ({ group }) => (isCpuLimitHit(group) ? { color: "red" } : { color: "green" }),
  },
  memory: {
    title: "MEM",
    help: "Memory working set: usage less file pages that can be dropped",
    width: 6,
    align: "right",
    priority: 0,
    text: ({ group }) => bytes(group.memory.workingSetBytes),
    style: ({ group }) => (isMemoryLimitHit(group) ? HIT : undefined),
    compare: by("memory"),
  },
  "memory-limit": {
    title: "LIMIT ",
    help: "Most memory that it may use; ! when it has just run into it (memory.events, or failcnt)",
    width: RATE_CELLS,
    align: "right",
    priority: 2,
    text: ({ group }) => slot(memoryLimitText(group)),
    style: ({ group }) => (isMemoryLimitHit(group) ? HIT : QUIET),
    compare: by("memory-limit"),
  },
  "network-receive": {
    title: "NET↓",
    help: "Bytes received per second; net of X: it has no network of its own, X is shown with the traffic",
    width: RATE_CELLS,
    align: "right",
    priority: 4,
    text: ({ group, networkOf }) =>
      networkOf === null ? rate(group.network.receiveBytesPerSecond) : "net of",
    style: ({ group, networkOf }) =>
      quietIf(networkOf !== null || isNothing(group.network.receiveBytesPerSecond)),
    compare: by("network-receive"),
  },
  "network-transmit": {
    title: "NET↑",
    help: "Bytes sent per second",
    width: RATE_CELLS,
    align: "right",
    priority: 4,
    // The name goes on where "net of" ends, in the column before.
    text: ({ group, networkOf }, cells = RATE_CELLS) =>
      networkOf === null ? rate(group.network.transmitBytesPerSecond) : pad(networkOf, cells),
    style: ({ group, networkOf }) =>
      quietIf(networkOf !== null || isNothing(group.network.transmitBytesPerSecond)),
    compare: by("network-transmit"),
  },
  "io-read": {
    title: "READ",
    help: "Bytes read from block devices per second",
    width: RATE_CELLS,
    align: "right",
    priority: 6,
    text: ({ group }) => rate(group.io.readBytesPerSecond),
    style: ({ group }) => quietIf(isNothing(group.io.readBytesPerSecond)),
    compare: by("io-read"),
  },
  "io-write": {
    title: "WRITE",
    help: "Bytes written to block devices per second",
    width: RATE_CELLS,
    align: "right",
    priority: 6,
    text: ({ group }) => rate(group.io.writeBytesPerSecond),
    style: ({ group }) => quietIf(isNothing(group.io.writeBytesPerSecond)),
    compare: by("io-write"),
  },
  pids: {
    title: "PIDS ",
    help: "Processes and threads that count towards its limit; ! when it may start no more",
    width: RATE_CELLS,
    align: "right",
    priority: 4,
    text: ({ group }) => slot(pidsText(group)),
    style: ({ group }) => (isPidsLimitHit(group) ? HIT : undefined),
    compare: by("pids"),
  },
  isolation: {
    title: "ISOLATION",
    help: "A letter for each namespace of its own: mnt uts pid ipc net User Cgroup time; . the host's, → shared, ? unknown",
    width: 9,
    align: "left",
    priority: 1,
    text: ({ group }) => isolation(group.namespaces),
    painted: isolationPainted,
    compare: by("isolation"),
  },
  uptime: {
    title: "UP",
    help: "Time since it started",
    width: 5,
    align: "right",
    priority: 7,
    text: ({ up }) => up,
    compare: by("uptime"),
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** All of them; those that are hidden until a person chooses them come last. */
export const OVERVIEW_COLUMNS: Readonly<Record<string, Entry>> = { ...SHOWN_COLUMNS, ...MORE_COLUMNS };

const QUIET: Style = { dim: true };
const HIT: Style = { color: "red", bold: true };

const STATE_STYLES: Readonly<Record<string, Style>> = {
  [UNKNOWN]: QUIET,
  paused: { color: "cyan" },
  frozen: { color: "cyan" },
  starting: { color: "yellow" },
};

function by(column: SortColumnName) {
  const compare = compareGroups(column);
  return (a: OverviewRow, b: OverviewRow) => compare(a.group, b.group);
}

/** The mark stays when the name is cut. */
function nameText(row: OverviewRow, cells = Number.POSITIVE_INFINITY): string {
  const { group, networkOf } = row;
  const isOwn = networkOf === null || group.network.sharedWith === "host";
  const own = fullName(group);
  const name = isOwn ? own : `${own} → ${networkOf}`;
  if (!isMarked(row)) return name;
  const room = cells - MARK.length;
  return (cellsOf(name) > room ? pad(name, room) : name) + MARK;
}

/** Whether there is something to say of it: why it is slow or soon will be, or what was found. */
function isMarked({ group, findings }: OverviewRow): boolean {
  return whyMark(group) !== "" || findings.length > 0;
}

function historyText({ history, tick, group }: OverviewRow, cells = HISTORY_CELLS): string {
  const most = Math.max(group.cpu.limitPercent ?? 100, ...history.map((value) => value ?? 0));
  return sparkline(history, cells, most, tick);
}

/** A place for the mark of a limit that is hit, so that digits stand below digits. */
function slot(text: string): string {
  return text.endsWith("!") ? text : `${text} `;
}

function isolationPainted({ group }: OverviewRow): string {
  const styles = {
    private: undefined,
    host: QUIET,
    shared: { color: "yellow" },
    unknown: { color: "red" },
  } as const;
  return isolationMarks(group.namespaces)
    .map(({ text, isolation: kind }) => paint(text, styles[kind]))
    .join("");
}

function quietIf(quiet: boolean): Style | undefined {
  return quiet ? QUIET : undefined;
}

function isNothing(value: number | null): boolean {
  return value === null || Math.round(value) === 0;
}
