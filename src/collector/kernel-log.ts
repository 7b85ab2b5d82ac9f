import { cgroupMembership } from "../cgroupfs/cgroup-owner.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { RecordLog } from "../host/record-log.ts";
import { type OomKillRecord, parseOomKills } from "../procfs/kmsg.ts";
import type { IssueLog } from "./issue-log.ts";
import type { HostSample, OomKill } from "./sample.ts";

const LOG = "/dev/kmsg";

/** A full log of a big machine is some ten thousand records: it is read in as many samples as it takes, some milliseconds each. */
const RECORDS_A_SAMPLE = 1000;

/** So many kills are remembered, the newest. */
const MAX_KILLS = 200;

/** A log that may not be read, or that there is none of, is tried again after so long. */
const RETRY_SECONDS = 60;

/** When a record was written: its clock is that of the uptime. */
export interface LogClock {
  readonly monotonicSeconds: number;
  readonly takenAtMilliseconds: number;
  readonly uptimeSeconds: number | null;
}

/** Whom the kernel has killed for want of memory, as its log tells. It is not looked at before somebody has been. */
export class KernelLog {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  #log: RecordLog | null = null;
  #retryAtSeconds = Number.NEGATIVE_INFINITY;
  #isWanted = false;
  #kills: readonly OomKill[] = [];

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** Somebody was killed: the log is read from where it was left. */
  want(): void {
    this.#isWanted = true;
  }

  /** What is known, oldest first, after the next slice has been read if that is wanted; the same list as before when nothing is new. */
  read(clock: LogClock): readonly OomKill[] {
    const { uptimeSeconds, monotonicSeconds } = clock;
    if (!this.#isWanted || uptimeSeconds === null || monotonicSeconds < this.#retryAtSeconds)
      return this.#kills;
    const found = this.#issues.attempt(LOG, "Whom the kernel killed for want of memory is not known", () =>
      this.#readSlice(),
    );
    if (found === null) this.#giveUp(monotonicSeconds);
    else if (found.length > 0) {
      const known = found.map((record) => killOf(record, { ...clock, uptimeSeconds }));
      this.#kills = [...this.#kills, ...known].slice(-MAX_KILLS);
    }
    return this.#kills;
  }

  /** Gives the descriptor back. */
  close(): void {
    this.#log?.close();
    this.#log = null;
  }

  #readSlice(): readonly OomKillRecord[] {
    this.#log ??= this.#reader.openLog(LOG);
    const found: OomKillRecord[] = [];
    for (let count = 0; count < RECORDS_A_SAMPLE; count += 1) {
      const text = this.#log.next();
      if (text === null) {
        this.#isWanted = false;
        break;
      }
      found.push(...parseOomKills(text));
    }
    return found;
  }

  #giveUp(nowSeconds: number): void {
    this.close();
    this.#retryAtSeconds = nowSeconds + RETRY_SECONDS;
  }
}

function killOf(
  { uptimeSeconds, pid, comm, taskCgroup, limitCgroup }: OomKillRecord,
  clock: LogClock & { readonly uptimeSeconds: NonNullable<HostSample["uptimeSeconds"]> },
): OomKill {
  const ageSeconds = Math.max(0, clock.uptimeSeconds - uptimeSeconds);
  return {
    atMilliseconds: Math.round(clock.takenAtMilliseconds - ageSeconds * 1000),
    pid,
    comm,
    cgroupPath: cgroupMembership(taskCgroup).owner?.path ?? taskCgroup,
    limitPath: limitCgroup,
  };
}
