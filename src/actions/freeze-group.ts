import { setTimeout as sleep } from "node:timers/promises";
import type { LevelPlace } from "../collector/cgroup-facts.ts";
import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";
import type { Outcome } from "./actor.ts";
import { asksToFreeze, isFrozen, whyNotWritten, writeFreezer } from "./freezer-file.ts";
import type { FrozenRecord } from "./frozen-record.ts";
import { findFreezer, type OwnLevels } from "./group-cgroup.ts";
import { type GroupSubject, subjectText } from "./subject.ts";

/** How often it is looked whether every process stands still. */
const LOOK_MILLISECONDS = 50;

/** A process that waits for a disk stands still only once that is over; longer than this it is not waited for. */
const PATIENCE_MILLISECONDS = 5_000;

/** What freezing needs beside the group. */
export interface FreezeContext {
  readonly reader: HostReader;
  readonly record: FrozenRecord;
  /** Progress, in plain words. */
  readonly tell: (progress: string) => void;
}

/** Freezes a group by its own cgroup, and waits for a while until all of it stands still. */
export async function freezeGroup(subject: GroupSubject, context: FreezeContext): Promise<Outcome> {
  const { reader, record } = context;
  return answered(subject, context, async ([own]) => {
    const who = subjectText(subject);
    if (asksToFreeze(reader, own)) return done(subject, `${who} is frozen already`);
    const notKept = record.add(subject.group.name, own);
    try {
      writeFreezer(reader, own, "freeze");
    } catch (error) {
      record.remove(own);
      return failed(subject, `${who} was not frozen: ${whyNotWritten(error, own)}`);
    }
    const note = notKept === null ? "" : `; nstop will not know of it once it has ended: ${notKept}`;
    return (await standsStill(subject, own, context))
      ? done(subject, `${who} is frozen${note}`)
      : failed(
          subject,
          `${who} is being frozen, but some of its processes wait in the kernel and do not stand still yet: wait, or thaw it${note}`,
        );
  });
}

/** Thaws a group where its own cgroup is what is frozen; says which one is where it is one around it. */
export async function thawGroup(subject: GroupSubject, context: FreezeContext): Promise<Outcome> {
  const { reader, record } = context;
  return answered(subject, context, async (levels, others) => {
    const who = subjectText(subject);
    const asking = [levels, ...others].map(([own]) => own).filter((own) => asksToFreeze(reader, own));
    for (const own of asking) {
      try {
        writeFreezer(reader, own, "thaw");
      } catch (error) {
        return failed(subject, `${who} was not thawed: ${whyNotWritten(error, own)}`);
      }
      record.remove(own);
    }
    const around = [levels, ...others].flatMap(([, ...above]) => above).find((place) => asks(reader, place));
    if (around !== undefined) {
      const thawed = asking.length > 0 ? "is thawed itself, but stays frozen" : "is not frozen itself";
      return failed(subject, `${who} ${thawed}: ${visible(around.directory)} around it is frozen; thaw that`);
    }
    return done(subject, asking.length > 0 ? `${who} is thawed and goes on` : `${who} was not frozen`);
  });
}

/** The cgroup at the root has no freezer file. */
function asks(reader: HostReader, place: LevelPlace): boolean {
  try {
    return asksToFreeze(reader, place);
  } catch (error) {
    if (error instanceof ReadFailure) return false;
    throw error;
  }
}

/** Finds where the group is frozen and does it there; puts in words what the host has against it. */
async function answered(
  subject: GroupSubject,
  { reader }: FreezeContext,
  act: (levels: OwnLevels, others: readonly OwnLevels[]) => Promise<Outcome>,
): Promise<Outcome> {
  const who = subjectText(subject);
  try {
    const place = findFreezer(reader, subject.group);
    return "reason" in place
      ? failed(subject, `${who} ${place.reason}: nothing was done`)
      : await act(place.levels, place.others);
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    return failed(subject, `${who} cannot be looked at any more (${visible(error.message)})`);
  }
}

async function standsStill(
  subject: GroupSubject,
  own: LevelPlace,
  { reader, tell }: FreezeContext,
): Promise<boolean> {
  const since = performance.now();
  let told = 0;
  for (;;) {
    if (isFrozen(reader, own)) return true;
    const waited = performance.now() - since;
    if (waited > PATIENCE_MILLISECONDS) return false;
    const seconds = Math.floor(waited / 1000);
    if (seconds > told) tell(`freezing ${subjectText(subject)}: ${seconds} s`);
    told = seconds;
    await sleep(LOOK_MILLISECONDS);
  }
}

function done(subject: GroupSubject, message: string): Outcome {
  return { subject, done: true, message };
}

function failed(subject: GroupSubject, message: string): Outcome {
  return { subject, done: false, message };
}
