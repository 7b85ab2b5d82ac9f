import type { TrackedProcess } from "./process-table.ts";

/** In this time every process has its turn; less than the thirty seconds that nstop promises. */
const PERIOD_SECONDS = 27;

/** A process is forked in its parent's cgroup and moved from there, so what was found at its birth is looked at again. */
const LOOKS_AFTER_BIRTH = 2;

/**
 * Decides whose namespaces and cgroup are read again. They change seldom and cost ten times a stat line, so
 * processes take turns; those that are new, run another program, or are looked at go first.
 */
export class Rotation {
  #lastPid = 0;
  #lastSeconds: number | null = null;

  /**
   * Whose turn it is in this sample.
   *
   * @param processes - All of them, in the order of their pids.
   * @param watched - Pids of those whose turn it is always.
   */
  due(
    processes: readonly TrackedProcess[],
    watched: ReadonlySet<number>,
    nowSeconds: number,
  ): readonly TrackedProcess[] {
    const turn = this.#nextInTurn(processes, nowSeconds);
    return processes.filter((process) => {
      if (process.looks === 0) return true;
      if (process.stat.kernelThread) return false;
      if (process.renamed || (!process.old && process.looks < LOOKS_AFTER_BIRTH)) return true;
      return turn.has(process) || watched.has(process.pid);
    });
  }

  #nextInTurn(processes: readonly TrackedProcess[], nowSeconds: number): ReadonlySet<TrackedProcess> {
    const elapsed = nowSeconds - (this.#lastSeconds ?? nowSeconds);
    this.#lastSeconds = nowSeconds;
    const count = Math.min(processes.length, Math.ceil((processes.length * elapsed) / PERIOD_SECONDS));
    const first = Math.max(
      0,
      processes.findIndex(({ pid }) => pid > this.#lastPid),
    );
    const turn = processes.slice(first, first + count);
    turn.push(...processes.slice(0, count - turn.length));
    this.#lastPid = turn.at(-1)?.pid ?? this.#lastPid;
    return new Set(turn);
  }
}
