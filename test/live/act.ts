import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Judgement, Outcome } from "../../src/actions/actor.ts";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import type { BackgroundOrder, ContainerLimits, EngineAction } from "../../src/actions/order.ts";
import type { SignalName } from "../../src/actions/signal-name.ts";
import type { GroupSubject, ProcessSubject } from "../../src/actions/subject.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { parsePidStat } from "../../src/procfs/pid-stat.ts";
import { eventually, groupOf, list, SLEEP } from "./lab.ts";

const NOBODY = 65_534;

/** A container of the lab as a row of the overview, as it is now. */
export function rowOf(containerId: string): GroupSubject {
  return { kind: "group", group: groupOf(list(), containerId) };
}

/** A process as a row of a list, as it is now. */
export function processRow(pid: number, groupId = "host"): ProcessSubject {
  const { comm, startTicks } = statOf(pid);
  return { kind: "process", pid, startTicks, name: comm, groupId };
}

export function statOf(pid: number) {
  return parsePidStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

export function sendOrder(signal: SignalName, ...subjects: readonly ProcessSubject[]): BackgroundOrder {
  return { action: "signal", subjects, signal };
}

export function groupOrder(
  action: "freeze" | "thaw" | EngineAction,
  ...subjects: readonly GroupSubject[]
): BackgroundOrder {
  return { action, subjects };
}

export function limitsOrder(limits: ContainerLimits, ...subjects: readonly GroupSubject[]): BackgroundOrder {
  return { action: "limits", subjects, limits };
}

/** What came of an order, after a judgement that lets a person answer. */
export async function answered(
  actor: BackgroundActor,
  order: BackgroundOrder,
): Promise<{
  readonly judgement: Judgement;
  readonly outcomes: readonly Outcome[];
  readonly told: readonly string[];
}> {
  const judgement = actor.judge(order);
  if (judgement.kind === "refused") throw new Error(`refused: ${judgement.reason}`);
  const told: string[] = [];
  const outcomes = await actor.perform(order, (progress) => told.push(progress));
  return { judgement, outcomes, told };
}

/** Pid of a process of the host's own that sleeps, and that this process has nothing to do with. */
export function sleeper(options: { readonly uid?: number } = {}): number {
  const script = `${SLEEP.join(" ")} </dev/null >/dev/null 2>&1 & echo $!`;
  return Number(execFileSync("sh", ["-c", script], { encoding: "utf8", cwd: "/", ...options }));
}

/** Whether there is no such process any more, or only what its parent has not taken note of. */
export function hasEnded(pid: number): boolean {
  return !existsSync(`/proc/${pid}`) || statOf(pid).state === "Z";
}

/** Ends a process that a test started. */
export async function end(pid: number): Promise<void> {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
  while (existsSync(`/proc/${pid}`)) await setImmediate();
}

/** Ends a process and has the kernel give its pid to another one. */
export async function replace(pid: number): Promise<void> {
  const { startTicks } = statOf(pid);
  await end(pid);
  // Others on this machine take pids as well, and a newcomer of the same tick would be the same process to anybody.
  await eventually(async () => {
    writeFileSync("/proc/sys/kernel/ns_last_pid", String(pid - 2));
    const newcomer = sleeper();
    if (newcomer === pid && statOf(pid).startTicks !== startTicks) return;
    await end(newcomer);
    throw new Error(`pid ${pid} went to another`);
  }, 500);
}

/** What nstop acts with, and keeps what it froze in a directory of its own. */
export class ActorState {
  readonly directory = mkdtempSync(join(tmpdir(), "nstop-act-"));

  newActor(): BackgroundActor {
    return new BackgroundActor({ reader: new HostReader(), stateDirectory: this.directory });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** Does something as a user who may nothing. */
export async function asNobody<Result>(act: () => Promise<Result>): Promise<Result> {
  process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
