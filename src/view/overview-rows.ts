import { fullName } from "../model/full-name.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import { lazily } from "../model/lazily.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { duration } from "../report/format.ts";
import { groupName, groupNames } from "../report/group-text.ts";
import type { StreamState } from "../stream/protocol.ts";
import { sampleTick } from "./sample-tick.ts";

/** A row of the overview: a group, and what of the rest of the snapshot it is shown with. */
export interface OverviewRow {
  /** The host's with the sums over its services while those are folded under it. */
  readonly group: Group;
  /** CPU percent over the last samples, oldest first. */
  readonly history: readonly (number | null)[];
  /** Grows by one with every sample in which the history changes. */
  readonly tick: number;
  /** When it started, milliseconds since 1970; `NaN` when that is not known. */
  readonly startedAtMilliseconds: number;
  /** How long it has run. */
  readonly up: string;
  /** Name of the group that its network's traffic is shown with, when that is another one. */
  readonly networkOf: string | null;
  /** What was found about it. */
  readonly findings: readonly string[];
}

/** The rows of a snapshot by the id of their group. */
export type RowsById = ReadonlyMap<string, OverviewRow>;

/** Sentences of what was found, by the id of the group; what is of none is the host's. */
export type FindingsById = ReadonlyMap<string, readonly string[]>;

/** What of a snapshot all rows are made with. */
export interface RowContext {
  readonly snapshot: Snapshot;
  readonly cpuHistory: StreamState["cpuHistory"];
  readonly folded: ReadonlySet<string>;
  readonly findings: FindingsById;
  /** The rows of the snapshot before. */
  readonly before: RowsById;
}

/**
 * Rows in the order of their names, so that those which a column sorts as equal keep their places. A row that would say the
 * same as before is the same object: what was drawn of it is not drawn again.
 */
export function overviewRows(groups: readonly Group[], context: RowContext): readonly OverviewRow[] {
  const { snapshot, cpuHistory, folded, findings, before } = context;
  const tick = sampleTick(snapshot);
  const takenAtMilliseconds = Date.parse(snapshot.takenAt);
  const names = lazily(() => groupNames(snapshot.groups));
  const services = groups.filter(({ parentId, kind }) => kind === "service" && parentId === HOST_GROUP_ID);
  return groups.toSorted(byName).map((group) => {
    const was = before.get(group.id);
    const members = group.id === HOST_GROUP_ID && folded.has(group.id) ? [group, ...services] : [group];
    const { sharedWith } = group.network;
    const startedAtMilliseconds =
      was?.group === group ? was.startedAtMilliseconds : Date.parse(group.startedAt ?? "");
    const row = {
      group: members.length === 1 ? group : withSums(group, members),
      history:
        members.length === 1 ? (cpuHistory.get(group.id) ?? NOTHING) : sumHistories(members, cpuHistory),
      tick,
      startedAtMilliseconds,
      up: duration(Math.max(0, takenAtMilliseconds - startedAtMilliseconds) / 1000),
      networkOf: sharedWith === null ? null : groupName(sharedWith, names()),
      findings: findings.get(group.id) ?? NOTHING,
    };
    return was !== undefined && isSameRow(row, was) ? was : row;
  });
}

const NOTHING: readonly never[] = [];

/** What was found, for {@link overviewRows}. */
export function findingsById(findings: Snapshot["findings"]): FindingsById {
  const byId = new Map<string, string[]>();
  for (const { groupId, sentence } of findings) {
    const sentences = byId.get(groupId ?? HOST_GROUP_ID);
    if (sentences === undefined) byId.set(groupId ?? HOST_GROUP_ID, [sentence]);
    else sentences.push(sentence);
  }
  return byId;
}

/** Whether they say the same: a history that has not changed looks the same at every tick. */
function isSameRow(row: OverviewRow, was: OverviewRow): boolean {
  return (
    row.group === was.group &&
    row.history === was.history &&
    row.up === was.up &&
    row.networkOf === was.networkOf &&
    row.findings === was.findings
  );
}

function byName(a: Group, b: Group): number {
  const [left, right] = [fullName(a), fullName(b)];
  return left < right ? -1 : left > right ? 1 : a.id < b.id ? -1 : 1;
}

/** A group with what all of `members` use together; the network is the same one for all. */
function withSums(group: Group, members: readonly Group[]): Group {
  const total = (value: (member: Group) => number | null) => sumKnown(members.map(value));
  return {
    ...group,
    processes: total(({ processes }) => processes) ?? 0,
    threads: total(({ threads }) => threads) ?? 0,
    pids: { ...group.pids, current: total(({ pids }) => pids.current) },
    cpu: { ...group.cpu, percent: total(({ cpu }) => cpu.percent) },
    memory: {
      ...group.memory,
      workingSetBytes: total(({ memory }) => memory.workingSetBytes),
      currentBytes: total(({ memory }) => memory.currentBytes),
      anonymousBytes: total(({ memory }) => memory.anonymousBytes),
    },
    io: {
      readBytesPerSecond: total(({ io }) => io.readBytesPerSecond),
      writeBytesPerSecond: total(({ io }) => io.writeBytesPerSecond),
    },
  };
}

/** `null` when none is known. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Added up from the newest back: a group that is young has a short history. */
function sumHistories(
  members: readonly Group[],
  cpuHistory: StreamState["cpuHistory"],
): readonly (number | null)[] {
  const histories = members.map(({ id }) => cpuHistory.get(id) ?? NOTHING);
  const length = Math.max(...histories.map((history) => history.length));
  return Array.from({ length }, (_, index) =>
    sumKnown(histories.map((history) => history.at(index - length) ?? null)),
  );
}
