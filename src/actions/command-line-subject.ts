import type { Detail } from "../model/detail.ts";
import { goneMessage } from "../model/gone-message.ts";
import { resolveTarget } from "../model/resolve-target.ts";
import type { Group, Snapshot, Target } from "../model/snapshot.ts";
import type { SnapshotStore } from "../stream/protocol.ts";
import { takeDetail, takeFirstSnapshot } from "../stream/take-snapshot.ts";
import type { GroupSubject, ProcessSubject, Subject } from "./subject.ts";

/** What a TARGET on the command line means for an action. */
export interface FoundSubject<Kind extends Subject = Subject> {
  readonly subject: Kind;
  /** The group that a process is in; `null` when the subject is the group. */
  readonly within: Group | null;
}

/** Samples are taken one after the other, to be told of one process: that is no rate. */
const NO_DELAY = 0;

/**
 * The group that a TARGET names.
 *
 * @throws {Error} If there is none, or it is something else; one line says what to do.
 */
export async function findGroup(text: string, store: SnapshotStore): Promise<FoundSubject<GroupSubject>> {
  const snapshot = await takeFirstSnapshot(store);
  const target = resolved(text, snapshot);
  if (target.kind === "group")
    return { subject: { kind: "group", group: groupOf(target, snapshot) }, within: null };
  throw new Error(
    `${text} is one ${target.kind}, and it is groups that are frozen; "nstop show ${text}" names its group`,
  );
}

/**
 * The process that a TARGET names: of a group its first, of a namespace the topmost in it.
 *
 * @throws {Error} If there is none; one line says what to do.
 */
export async function findProcess(text: string, store: SnapshotStore): Promise<FoundSubject<ProcessSubject>> {
  const target = resolved(text, await takeFirstSnapshot(store));
  return processOf(target, store);
}

/**
 * What a TARGET names: a group as it is, of anything else a process.
 *
 * @throws {Error} If there is none; one line says what to do.
 */
export async function findSubject(text: string, store: SnapshotStore): Promise<FoundSubject> {
  const snapshot = await takeFirstSnapshot(store);
  const target = resolved(text, snapshot);
  if (target.kind !== "group") return processOf(target, store);
  return { subject: { kind: "group", group: groupOf(target, snapshot) }, within: null };
}

async function processOf(target: Target, store: SnapshotStore): Promise<FoundSubject<ProcessSubject>> {
  const detail = await takeDetail(store, NO_DELAY, { target, parts: ["processes"] });
  const found = detail === null ? undefined : referenceProcess(target, detail);
  if (detail === null || found === undefined) throw new Error(goneMessage(target));
  const { pid, startTicks, comm } = found;
  const subject = { kind: "process", pid, startTicks, name: comm, groupId: detail.group.id } as const;
  return { subject, within: detail.group };
}

function referenceProcess(target: Target, { referencePid, processes = [] }: Detail) {
  const pid = target.kind === "process" ? target.pid : referencePid;
  return processes.find((process) => process.pid === pid);
}

function resolved(text: string, snapshot: Snapshot): Target {
  const target = resolveTarget(text, snapshot);
  if ("error" in target) throw new Error(target.error);
  return target;
}

function groupOf({ groupId }: Extract<Target, { kind: "group" }>, { groups }: Snapshot): Group {
  const group = groups.find(({ id }) => id === groupId);
  if (group === undefined) throw new Error(`${groupId} ended while it was looked at`);
  return group;
}
