import { clockTime, UNKNOWN } from "../report/format.ts";
import type { ShownEvent } from "./action-report.ts";
import { alphabetical, ascending } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import type { Column, Opens, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** What happened to namespaces and containers since nstop was started, and what it did itself, newest first. */
export function eventsSection(events: readonly ShownEvent[]): Section<ShownEvent> {
  return {
    title: "Events (seen at once on screen and in new processes, elsewhere within 30 s)",
    columns: COLUMNS,
    rows: events.toReversed(),
    empty: "nothing has happened since nstop was started",
    // Counted from the oldest, so that a key stays that of its row.
    key: distinctKeys(events, ({ at, kind, pid, type, to }) => `event:${at} ${kind} ${pid} ${type}:${to}`),
    searchText: (event) =>
      `${KINDS[event.kind].title} ${event.pid ?? ""} ${event.comm ?? ""} ${event.type ?? ""} ${changeText(event)} ${groupText(event)} ${event.sentence}`,
    opens: opensOf,
    faulty: ({ kind }) => KINDS[kind].faulty === true,
    remark: ({ sentence }) => sentence,
    copies: ({ sentence }) => sentence,
  };
}

/** How an event of each kind is called, and how it looks. */
const KINDS: Readonly<
  Record<ShownEvent["kind"], { readonly title: string; readonly style?: Style; readonly faulty?: true }>
> = {
  "namespace-created": { title: "appeared", style: { color: "green" } },
  "namespace-moved": { title: "moved", style: { color: "cyan" } },
  "namespace-emptied": { title: "emptied" },
  "namespace-pinned": { title: "pinned", style: { color: "yellow" }, faulty: true },
  "container-started": { title: "started", style: { color: "green" } },
  "container-stopped": { title: "stopped" },
  "container-oom": { title: "oom", style: { color: "red", bold: true }, faulty: true },
  "action-done": { title: "done", style: { color: "green" } },
  "action-failed": { title: "failed", style: { color: "red", bold: true }, faulty: true },
  "container-exec": { title: "exec", style: { color: "cyan" } },
};

const COLUMNS: Readonly<Record<string, Column<ShownEvent>>> = {
  time: {
    title: "TIME",
    help: "When nstop saw it: at once of new processes and of those on screen, within 30 s of others; of containers, when the engine says",
    width: 8,
    align: "left",
    priority: 0,
    text: ({ at }) => clockTime(at),
    compare: alphabetical(({ at }) => at),
  },
  event: {
    title: "EVENT",
    help: "Of a namespace: it appeared, a process moved into it, the last one left, or it is kept alive without one; of a container: as its engine says; done and failed: what nstop did",
    width: 8,
    align: "left",
    priority: 0,
    text: ({ kind }) => KINDS[kind].title,
    style: ({ kind }) => KINDS[kind].style,
    compare: alphabetical(({ kind }) => KINDS[kind].title),
  },
  pid: {
    title: "PID",
    help: "Host pid of who did it",
    width: 7,
    align: "right",
    priority: 1,
    text: ({ pid }) => (pid === null ? UNKNOWN : String(pid)),
    compare: ascending(({ pid }) => pid),
  },
  command: {
    title: "COMMAND",
    help: "Name of that process",
    width: 15,
    align: "left",
    priority: 1,
    text: ({ comm }) => comm ?? UNKNOWN,
    compare: alphabetical(({ comm }) => comm ?? ""),
  },
  type: {
    title: "TYPE",
    help: "Type of namespace",
    width: 6,
    align: "left",
    priority: 0,
    text: ({ type }) => type ?? "",
    compare: alphabetical(({ type }) => type ?? ""),
  },
  change: {
    title: "FROM → TO",
    help: "Inode numbers of the namespace that was left, and of the one that it is about",
    width: 23,
    align: "left",
    priority: 2,
    text: changeText,
    compare: ascending(({ to }) => to),
  },
  group: {
    title: "GROUP",
    help: "The group of the process, or the container",
    width: 16,
    align: "left",
    priority: 3,
    text: groupText,
    compare: alphabetical(groupText),
  },
  what: {
    title: "WHAT",
    help: "What happened, in a sentence",
    width: 20,
    grow: 1,
    align: "left",
    priority: 4,
    text: ({ sentence }) => sentence,
    compare: alphabetical(({ sentence }) => sentence),
  },
};

function changeText({ from, to }: ShownEvent): string {
  if (to === null) return "";
  return from === null ? `→ ${to}` : `${from} → ${to}`;
}

function groupText({ groupName }: ShownEvent): string {
  return groupName ?? UNKNOWN;
}

/** A namespace that was emptied has no page: nobody lives in it. */
function opensOf({ kind, pid, type, to, groupId }: ShownEvent): Opens | null {
  if (kind === "namespace-created" && type !== null && to !== null) {
    return { kind: "target", target: { kind: "namespace", type, inode: to } };
  }
  if (kind === "namespace-moved" || kind === "namespace-pinned")
    return pid === null ? null : { kind: "process", pid };
  if (kind === "namespace-emptied" || groupId === null) return null;
  return { kind: "target", target: { kind: "group", groupId } };
}
