import { fullName } from "../model/full-name.ts";
import type { Group } from "../model/snapshot.ts";
import { isolationOf } from "./isolation.ts";
import { whyRank } from "./slowness-text.ts";
import { textFilter } from "./text-filter.ts";

/** What groups can be sorted by. */
export interface SortColumn {
  /** What it is, for the help text. */
  readonly help: string;
  /** Whether its natural order begins with the highest. */
  readonly highestFirst: boolean;
  /** `null`: not known, which is sorted last in either direction. */
  value(group: Group): string | number | null;
}

/** The columns that `--sort` takes, by name. */
export const SORT_COLUMNS = {
  name: text("name", fullName),
  kind: text("container, host, namespace or service", (group) => group.kind),
  engine: text("container engine", (group) => group.engine),
  state: text("state of the container", (group) => group.state),
  why: number("what slows it down, the worst first", whyRank),
  cpu: number("CPU time", (group) => group.cpu.percent),
  "cpu-limit": number("CPU limit", (group) => group.cpu.limitPercent),
  throttled: number("share of CPU periods in which it was held back", (group) => group.cpu.throttledPercent),
  memory: number("memory working set", (group) => group.memory.workingSetBytes),
  "memory-limit": number("memory limit", (group) => group.memory.limitBytes),
  "network-receive": number("bytes received per second", (group) => group.network.receiveBytesPerSecond),
  "network-transmit": number("bytes sent per second", (group) => group.network.transmitBytesPerSecond),
  "io-read": number("bytes read per second", (group) => group.io.readBytesPerSecond),
  "io-write": number("bytes written per second", (group) => group.io.writeBytesPerSecond),
  pids: number("processes and threads that count towards its limit", (group) => group.pids.current),
  processes: number("processes", (group) => group.processes),
  threads: number("threads", (group) => group.threads),
  isolation: number("namespaces that are not the host's", isolatedTypes),
  uptime: { help: "how long it has run", highestFirst: false, value: startedAtMilliseconds },
} as const satisfies Readonly<Record<string, SortColumn>>;

/** A name that `--sort` takes. */
export type SortColumnName = keyof typeof SORT_COLUMNS;

/** Which groups to show, in which order. */
export interface Selection {
  /** See {@link textFilter}; looked for in {@link groupSearchText}. */
  readonly filter: string;
  /** `null`: the order they are in. */
  readonly sort: SortColumnName | null;
  readonly reverse: boolean;
}

/** Whether `name` is one that `--sort` takes. */
export function isSortColumn(name: string): name is SortColumnName {
  return Object.hasOwn(SORT_COLUMNS, name);
}

/** The groups that a selection is about, in its order. */
export function selectGroups(
  groups: readonly Group[],
  { filter, sort, reverse }: Selection,
): readonly Group[] {
  const matches = textFilter(filter);
  const selected = groups.filter((group) => matches(groupSearchText(group)));
  if (sort !== null) return selected.sort(compareGroups(sort, reverse));
  return reverse ? selected.reverse() : selected;
}

/** The order of groups by a column: unknown last, equal ones by name and id, so that nothing moves for no reason. */
export function compareGroups(column: SortColumnName, reverse = false): (a: Group, b: Group) => number {
  const { value, highestFirst }: SortColumn = SORT_COLUMNS[column];
  const direction = highestFirst === reverse ? 1 : -1;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byName(a, b);
    return direction * order(left, right) || byName(a, b);
  };
}

/** What the filter looks at in a group. */
export function groupSearchText(group: Group): string {
  const { id, kind, engine, image, state, pod, compose } = group;
  const places = [pod?.namespace, compose?.project, compose?.service];
  return [fullName(group), id, kind, engine, image, state, ...places]
    .filter((text) => text != null)
    .join(" ");
}

function text(help: string, value: (group: Group) => string | null): SortColumn {
  return { help, highestFirst: false, value };
}

function number(help: string, value: (group: Group) => number | null): SortColumn {
  return { help, highestFirst: true, value };
}

function order(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byName(a: Group, b: Group): number {
  return order(fullName(a), fullName(b)) || order(a.id, b.id);
}

function isolatedTypes({ namespaces }: Group): number {
  return Object.values(namespaces).filter((use) => ["private", "shared"].includes(isolationOf(use))).length;
}

function startedAtMilliseconds({ startedAt }: Group): number | null {
  const milliseconds = Date.parse(startedAt ?? "");
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
