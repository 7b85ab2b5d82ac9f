import type { Refreshed } from "./process-table.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/**
 * In this time every process has its turn. It may then be told by a list that is {@link import("./cgroup-files.ts").MEMBERS_SECONDS} old: together less than the
 * thirty seconds that nstop promises.
 */
const PERIOD_SECONDS = 26;

/** A process is forked in its parent's cgroup and moved from there, so what was found at its birth is looked at again. */
const LOOKS_AFTER_BIRTH = 2;

/**
 * Decides whose namespaces and cgroup are read again. They change seldom and cost ten times a stat line, so
 * processes take turns; those that are new, run another program, or are looked at go first.
 */
export class Rotation {
  #young: readonly TrackedProcess[] = [];
  #lastPid = 0;
  #lastSeconds: number | null = null;

  /**
   * Whose turn it is in this sample, in the order of their pids.
   *
   * @param watched - Those whose turn it is always.
   */
  due(
    { processes, born, looked }: Refreshed,
    watched: readonly TrackedProcess[],
    nowSeconds: number,
  ): readonly TrackedProcess[] {
    this.#young = [...this.#young.filter(isYoung), ...born];
    const turn = this.#nextInTurn(processes, nowSeconds);
    const first = [...this.#young, ...looked.filter(({ renamed }) => renamed), ...watched];
    const due = first.length === 0 ? turn : [...new Set([...first, ...turn])].sort(byPid);
    return due.filter(({ looks, stat }) => looks === 0 || !stat.kernelThread);
  }

  /** Has these looked at in the next sample, as if they were born in it. */
  putFirst(processes: readonly TrackedProcess[]): void {
    this.#young = processes;
  }

  #nextInTurn(processes: readonly TrackedProcess[], nowSeconds: number): readonly TrackedProcess[] {
    const elapsed = nowSeconds - (this.#lastSeconds ?? nowSeconds);
    this.#lastSeconds = nowSeconds;
    const count = Math.min(processes.length, Math.ceil((processes.length * elapsed) / PERIOD_SECONDS));
    const first = placeAfter(processes, this.#lastPid);
    const turn = processes.slice(first, first + count);
    const again = processes.slice(0, count - turn.length);
    this.#lastPid = (again.at(-1) ?? turn.at(-1))?.pid ?? this.#lastPid;
    return [...again, ...turn];
  }
}

/** Place of the first whose pid is above; 0 when there is none. */
function placeAfter(processes: readonly TrackedProcess[], pid: number): number {
  let low = 0;
  let high = processes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((processes[middle]?.pid ?? 0) > pid) high = middle;
    else low = middle + 1;
  }
  return low === processes.length ? 0 : low;
}

function byPid(a: TrackedProcess, b: TrackedProcess): number {
  return a.pid - b.pid;
}

function isYoung({ looks, old, stat }: TrackedProcess): boolean {
  return looks === 0 || (!old && !stat.kernelThread && looks < LOOKS_AFTER_BIRTH);
}
