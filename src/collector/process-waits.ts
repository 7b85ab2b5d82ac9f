import type { HostReader } from "../host/host-reader.ts";
import { parsePidSchedstat } from "../procfs/pid-schedstat.ts";
import { parsePidStat } from "../procfs/pid-stat.ts";
import type { IssueLog } from "./issue-log.ts";
import type { HostSample, ProcessWait } from "./sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** Below this nobody waits for a CPU for long. */
const LOADED_PERCENT = 80;

/** Of each container the two that have run most: one that waits for the others shows in them too. */
const PROCESSES_EACH = 2;

/** Two files each. */
const PROCESSES_A_SAMPLE = 100;

const MISSING = "How long a process waits is not known";

/** What of the host tells that somebody may wait. */
type Load = Pick<HostSample, "cpuTicks" | "blocked">;

/**
 * Looks at a few processes of containers on a host that accounts no pressure (cgroup v1 alone, `psi=0`): whether they wait for a CPU
 * or for a device. Only while the host is loaded; there is nothing to find otherwise.
 */
export class ProcessWaits {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  #ticks: HostSample["cpuTicks"] = null;
  #isBusy = false;
  #isBlocked = false;
  #processes: readonly TrackedProcess[] = [];
  #members: ReadonlyMap<string, readonly TrackedProcess[]> | null = null;
  #left = 0;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** Begins a new sample. */
  begin({ cpuTicks, blocked }: Load, processes: readonly TrackedProcess[]): void {
    const before = this.#ticks;
    this.#ticks = cpuTicks;
    const total = cpuTicks === null || before === null ? 0 : cpuTicks.total - before.total;
    const busy = cpuTicks === null || before === null ? 0 : cpuTicks.busy - before.busy;
    this.#isBusy = total > 0 && busy / total >= LOADED_PERCENT / 100;
    this.#isBlocked = (blocked ?? 0) > 0;
    this.#processes = processes;
    this.#members = null;
    this.#left = PROCESSES_A_SAMPLE;
  }

  /**
   * How the busiest processes of a container or service wait.
   *
   * @param hasRun - Since it was last read; one that has not can only wait for a device.
   * @returns `null` where nobody waits, or too many others were looked at.
   */
  of(path: string, hasRun: boolean): readonly ProcessWait[] | null {
    if (!this.#isBlocked && !(this.#isBusy && hasRun)) return null;
    this.#members ??= Map.groupBy(
      this.#processes.filter(({ cgroup }) => cgroup?.membership.owner != null),
      ({ cgroup }) => cgroup?.membership.owner?.path ?? "",
    );
    const members = (this.#members.get(path) ?? []).toSorted((a, b) => b.stat.cpuTicks - a.stat.cpuTicks);
    const chosen = members.slice(0, Math.min(PROCESSES_EACH, this.#left));
    this.#left -= chosen.length;
    const waits = chosen.flatMap(({ pid, startTicks }) => this.#read(pid, startTicks) ?? []);
    return waits.length === 0 ? null : waits;
  }

  #read(pid: number, startTicks: number): ProcessWait | null {
    const stat = this.#issues.attempt(`/proc/${pid}/stat`, MISSING, () =>
      parsePidStat(this.#reader.readText(`/proc/${pid}/stat`)),
    );
    if (stat?.startTicks !== startTicks) return null;
    const schedstat = this.#issues.attempt(`/proc/${pid}/schedstat`, MISSING, () =>
      parsePidSchedstat(this.#reader.readText(`/proc/${pid}/schedstat`)),
    );
    return {
      pid,
      comm: stat.comm,
      state: stat.state,
      runDelayNanoseconds: schedstat?.waitedNanoseconds ?? null,
    };
  }
}
