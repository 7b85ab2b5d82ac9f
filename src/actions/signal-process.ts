import { setTimeout as sleep } from "node:timers/promises";
import type { HostReader } from "../host/host-reader.ts";
import { errorCode, ReadFailure } from "../host/read-failure.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import type { Outcome } from "./actor.ts";
import { lookAgain, ownPid } from "./process-look.ts";
import type { SignalName } from "./signal-name.ts";
import { type ProcessSubject, subjectText } from "./subject.ts";

/** When it is looked at what came of a signal, in milliseconds after one another: about a second in all. */
const LOOKS_MILLISECONDS = [10, 20, 40, 80, 150, 300, 400] as const;

/** Signals that stop a process. */
const STOPPING: ReadonlySet<SignalName> = new Set(["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);

/** Signals that do nothing to a process that has not asked for them. */
const IGNORED: ReadonlySet<SignalName> = new Set(["SIGCHLD", "SIGURG", "SIGWINCH"]);

/** Signals that mean a process to end. */
const ENDING: ReadonlySet<SignalName> = new Set(["SIGTERM", "SIGINT", "SIGQUIT", "SIGABRT"]);

/** What the kernel does when it is asked to send a signal. */
export type Kill = (pid: number, signal: SignalName) => void;

/** What is left to find out of a signal that was sent: what it came to. */
export type Sent = { readonly outcome: Outcome } | { readonly aftermath: () => Promise<Outcome> };

/**
 * Sends a signal, if the process is still the one that was asked about: it is looked at right before.
 *
 * @param kill - Sends it; a test puts its own in its place.
 */
export function sendSignal(
  reader: HostReader,
  subject: ProcessSubject,
  signal: SignalName,
  kill: Kill = process.kill.bind(process),
): Sent {
  const refuse = (why: string): Sent => ({ outcome: { subject, done: false, message: why } });
  const who = subjectText(subject);
  try {
    if (ownPid(reader) !== process.pid) {
      return refuse(
        "nstop runs in another pid namespace than the /proc that it reads, where pids mean others: nothing was done",
      );
    }
    const before = lookAgain(reader, subject);
    if (before === "gone") return refuse(`${who} has already ended: nothing was done`);
    if (before === "another") {
      return refuse(`pid ${subject.pid} is another process by now, not ${subject.name}: nothing was done`);
    }
    if (before.kernelThread)
      return refuse(`${who} is a kernel thread, which no signal reaches: nothing was done`);
    kill(subject.pid, signal);
  } catch (error) {
    return refuse(failureText(error, subject, signal));
  }
  return { aftermath: () => aftermath(reader, subject, signal) };
}

function failureText(error: unknown, subject: ProcessSubject, signal: SignalName): string {
  const who = subjectText(subject);
  if (error instanceof ReadFailure) return `${who} cannot be looked at (${error.message}): nothing was done`;
  const code = errorCode(error);
  if (code === "ESRCH") return `${who} has already ended: nothing was done`;
  if (code === "EPERM")
    return `${who} is another user's, and takes no ${signal} of this one: run nstop with sudo`;
  if (code === null) throw error;
  return `${who} was not sent ${signal}: ${code}`;
}

async function aftermath(reader: HostReader, subject: ProcessSubject, signal: SignalName): Promise<Outcome> {
  try {
    let sentence = sentenceNow(reader, subject, signal);
    for (const milliseconds of IGNORED.has(signal) ? [] : LOOKS_MILLISECONDS) {
      if (sentence.isLast) break;
      await sleep(milliseconds);
      sentence = sentenceNow(reader, subject, signal);
    }
    return { subject, done: true, message: sentence.text };
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    return { subject, done: true, message: `${subjectText(subject)} got ${signal}` };
  }
}

/** What there is to say of it now; whether a later look could say more. */
function sentenceNow(
  reader: HostReader,
  subject: ProcessSubject,
  signal: SignalName,
): { readonly text: string; readonly isLast: boolean } {
  const who = subjectText(subject);
  const last = (text: string) => ({ text: `${who} got ${signal} and ${text}`, isLast: true });
  const stat = lookAgain(reader, subject);
  if (typeof stat === "string") return last("has ended");
  if (stat.state === "Z" || stat.state === "X")
    return last("has ended; its parent has not taken note of it yet");
  const isStopped = stat.state === "T" || stat.state === "t";
  if (STOPPING.has(signal) && isStopped) return last("is stopped; SIGCONT lets it go on");
  if (signal === "SIGCONT" && !isStopped) return last("goes on");
  if (isStopped && signal !== "SIGKILL")
    return {
      text: `${who} got ${signal}, but is stopped: it acts on it once SIGCONT lets it go on`,
      isLast: false,
    };
  return {
    text: `${who} got ${signal} and still runs${hint(reader, subject, signal, stat.state)}`,
    isLast: false,
  };
}

/** Why a process may still be there, and what ends it. */
function hint(reader: HostReader, { pid }: ProcessSubject, signal: SignalName, state: string): string {
  if (state === "D") {
    return ": it waits in the kernel, or its cgroup is frozen, and takes no signal before that is over";
  }
  if (!ENDING.has(signal)) return "";
  return isFirstOfNamespace(reader, pid)
    ? "; as the first process of a pid namespace it gets only signals that it has a handler for, and SIGKILL"
    : "; SIGKILL ends it";
}

/** Whether other processes of its pid namespace call it pid 1. */
export function isFirstOfNamespace(reader: HostReader, pid: number): boolean {
  try {
    const pids = parsePidStatus(reader.readText(`/proc/${pid}/status`)).namespacePids ?? [];
    return pids.length > 1 && pids.at(-1) === 1;
  } catch (error) {
    if (error instanceof ReadFailure) return false;
    throw error;
  }
}
