import type { Detail, ProcessRow } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { bytes, count, duration, percent, rate, secondsBetween } from "../report/format.ts";
import { commandText, insidePids, userText } from "../report/process-text.ts";
import { alphabetical, ascending, descending } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import { processSubject } from "./process-subject.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** The process tree of a group, or of everybody in a namespace. */
export function processesSection(
  detail: Detail,
  snapshot: Snapshot,
  title: string | null = null,
): Section<ProcessRow> {
  const { rows, empty } = partRows(detail.processes, "no process is left");
  const pids = new Set(rows.map(({ pid }) => pid));
  return {
    title,
    columns: processColumns(snapshot.takenAt),
    rows,
    empty,
    key: ({ pid }) => processKey(pid),
    searchText: (row) =>
      `${row.pid} ${insidePids(row.namespacePids)} ${userText(row)} ${row.comm} ${commandText(row)}`,
    parentKey: ({ parentPid }) => (pids.has(parentPid) ? processKey(parentPid) : null),
    treeColumn: "command",
    opens: ({ pid }) => ({ kind: "process", pid }),
    acts: (row) => processSubject(row, detail),
    faulty: isFaulty,
    copies: ({ pid }) => String(pid),
  };
}

/**
 * Columns of a process list.
 *
 * @param takenAt When the snapshot was taken, RFC 3339: times are reckoned to then.
 */
export function processColumns(takenAt: string): Readonly<Record<string, Column<ProcessRow>>> {
  return {
    pid: {
      title: "PID",
      help: "Process id on the host",
      width: 7,
      align: "right",
      priority: 0,
      text: ({ pid }) => String(pid),
      compare: ascending(({ pid }) => pid),
    },
    inside: {
      title: "INSIDE",
      help: "Its ids inside, one for each pid namespace below the host's; the last is what it sees itself",
      width: 7,
      align: "right",
      priority: 2,
      text: ({ namespacePids }) => insidePids(namespacePids),
      compare: ascending(({ namespacePids }) => namespacePids.at(-1) ?? null),
    },
    user: {
      title: "USER",
      help: "Effective user, by the host's names",
      width: 9,
      align: "left",
      priority: 4,
      text: userText,
      compare: alphabetical(userText),
    },
    state: {
      title: "S",
      help: "Scheduler state: R running, S sleeping, D waiting for a disk or the like, T stopped, Z zombie, I idle",
      width: 1,
      align: "left",
      priority: 3,
      text: ({ state }) => state,
      style: ({ state }) => STATE_STYLES[state],
      compare: alphabetical(({ state }) => state),
    },
    cpu: {
      title: "CPU%",
      help: "CPU time since the last sample; 100 is one core",
      width: 6,
      align: "right",
      priority: 1,
      text: ({ cpuPercent }) => percent(cpuPercent),
      compare: descending(({ cpuPercent }) => cpuPercent),
    },
    memory: {
      title: "MEM",
      help: "Resident memory, pages shared with others included",
      width: 6,
      align: "right",
      priority: 1,
      text: ({ residentBytes }) => bytes(residentBytes),
      compare: descending(({ residentBytes }) => residentBytes),
    },
    threads: {
      title: "THR",
      help: "Threads",
      width: 5,
      align: "right",
      priority: 6,
      text: ({ threads }) => count(threads),
      compare: descending(({ threads }) => threads),
    },
    read: {
      title: "READ",
      help: "Bytes read from block devices per second",
      width: 7,
      align: "right",
      priority: 7,
      text: ({ io }) => rate(io.readBytesPerSecond),
      compare: descending(({ io }) => io.readBytesPerSecond),
    },
    write: {
      title: "WRITE",
      help: "Bytes written to block devices per second",
      width: 7,
      align: "right",
      priority: 7,
      text: ({ io }) => rate(io.writeBytesPerSecond),
      compare: descending(({ io }) => io.writeBytesPerSecond),
    },
    up: {
      title: "UP",
      help: "Time since it started",
      width: 5,
      align: "right",
      priority: 5,
      text: ({ startedAt }) => duration(secondsBetween(startedAt, takenAt)),
      compare: descending(({ startedAt }) => secondsBetween(startedAt, takenAt)),
    },
    command: {
      title: "COMMAND",
      help: "Command line; the name in brackets where it has none",
      width: 12,
      grow: 1,
      align: "left",
      priority: 0,
      text: commandText,
      style: (row) => commandStyle(row),
      compare: alphabetical(commandText),
    },
  };
}

/** Key of a process's row on any screen. */
export function processKey(pid: number): string {
  return `process:${pid}`;
}

const STATE_STYLES: Readonly<Record<string, Style>> = {
  R: { color: "green" },
  D: { color: "red", bold: true },
  T: { color: "yellow" },
  t: { color: "yellow" },
  Z: { color: "yellow", bold: true },
};

function commandStyle({ command, issues }: ProcessRow): Style | undefined {
  if (issues.length > 0) return { color: "yellow" };
  return command === null || command.length === 0 ? { dim: true } : undefined;
}

function isFaulty({ issues, state }: ProcessRow): boolean {
  return issues.length > 0 || state === "D" || state === "Z";
}
