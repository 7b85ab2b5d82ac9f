import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import { type Concern, typeable } from "./concern.ts";
import { ancestry, lookAgain, ownPid } from "./process-look.ts";
import type { SignalName } from "./signal-name.ts";
import { isFirstOfNamespace } from "./signal-process.ts";
import { type ProcessSubject, subjectText } from "./subject.ts";
import { isEngineProgram, isHostProgram, programNames } from "./vital-programs.ts";

/** Signals that a process cannot prepare for. */
const UNASKED: Partial<Record<SignalName, string>> = {
  SIGKILL: "SIGKILL gives no chance to save or clean up",
  SIGSTOP: "SIGSTOP makes it stand still until it gets SIGCONT",
};

/** What there is against sending a signal to these processes. */
export function signalConcerns(
  reader: HostReader,
  subjects: readonly ProcessSubject[],
  signal: SignalName,
): readonly Concern[] {
  const own = ancestry(reader, ownPid(reader)).map(({ pid }) => pid);
  return subjects.flatMap((subject) => {
    try {
      return processConcerns(reader, subject, signal, own);
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      const reason = `${subjectText(subject)} may not be looked at (${visible(error.message)})`;
      return [{ kind: "refused", reason }];
    }
  });
}

/** @param own - Pids of nstop and what it was started by, nearest first. */
function processConcerns(
  reader: HostReader,
  subject: ProcessSubject,
  signal: SignalName,
  own: readonly number[],
): readonly Concern[] {
  const { pid } = subject;
  if (pid === 1) return [refused("pid 1 is the host's first process: without it the host ends")];
  const stat = lookAgain(reader, subject);
  if (stat === "gone") return [refused(`${subjectText(subject)} has ended`)];
  if (stat === "another") return [refused(`pid ${pid} is another process by now, not ${subject.name}`)];
  if (stat.kernelThread) {
    return [refused(`${subjectText(subject)} is a kernel thread, which no signal reaches`)];
  }
  if (isNstop(reader, pid, own)) {
    return [refused(`${subjectText(subject)} is part of this nstop: q ends it`)];
  }
  const grave = graveWarning(reader, subject, stat, own);
  if (grave !== null) {
    return [{ kind: "typed", word: typeable(visible(stat.comm), pid), warning: grave }];
  }
  return lightWarnings(reader, subject, signal).map((warning) => ({ kind: "warned", warning }));
}

/** Whether it is this process, or one that this process has started, such as its sampler. */
function isNstop(reader: HostReader, pid: number, [self]: readonly number[]): boolean {
  return self !== undefined && ancestry(reader, pid).some((ancestor) => ancestor.pid === self);
}

/** Why a word has to be typed; `null` when it has not. */
function graveWarning(
  reader: HostReader,
  subject: ProcessSubject,
  { comm, pid }: PidStat,
  own: readonly number[],
): string | null {
  const who = `${visible(comm)} (pid ${pid})`;
  if (own.includes(pid)) return `nstop runs below ${who}: it may end with it, and your session too`;
  const names = programNames(reader, pid, comm);
  if (names.some(isEngineProgram)) {
    return `${who} is a container engine, or minds its containers: they may end with it, or be left to themselves`;
  }
  if (isOfHost(subject) && names.some(isHostProgram)) {
    return `${who} is what this host stands on: without it you may not reach the host any more`;
  }
  return null;
}

function lightWarnings(reader: HostReader, subject: ProcessSubject, signal: SignalName): readonly string[] {
  const warnings: string[] = [];
  if (isOfHost(subject))
    warnings.push(`${subjectText(subject)} is no container's process but the host's own`);
  const unasked = UNASKED[signal];
  if (unasked !== undefined) warnings.push(unasked);
  if (signal === "SIGKILL" && isFirstOfNamespace(reader, subject.pid)) {
    warnings.push(`with ${subjectText(subject)} every process of its pid namespace ends`);
  }
  return warnings;
}

function isOfHost({ groupId }: ProcessSubject): boolean {
  return groupId === "host" || groupId.startsWith("service:");
}

function refused(reason: string): Concern {
  return { kind: "refused", reason };
}
