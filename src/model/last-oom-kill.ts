import type { OomKill, Sample } from "../collector/sample.ts";
import type { OomKillSummary } from "./snapshot.ts";
import { rfc3339 } from "./start-time.ts";

/** An engine and the counter tell within so many seconds of a kill that the kernel's log knows better. */
const SAME_KILL_SECONDS = 30;

/** What is known of kills in a sample: the newest of each cgroup, and when engines told of one last. */
export interface KnownKills {
  /** By path of the container's or service's own cgroup. */
  readonly logged: ReadonlyMap<string, OomKill>;
  /** RFC 3339, by container id. */
  readonly told: ReadonlyMap<string, string>;
}

/** Whose kill is looked for. */
export interface KillsOf {
  readonly cgroupPath: string | null;
  readonly containerId: string | null;
  /** By how much the kernel's counter grew since the sample before. */
  readonly grown: number | null;
  /** RFC 3339, of the sample. */
  readonly takenAt: string;
  /** What was known of it before. */
  readonly shown: OomKillSummary | null;
}

/** The kills of a sample, in maps. */
export function knownKills({ oomKills, engines }: Pick<Sample, "oomKills" | "engines">): KnownKills {
  const told = engines.events.filter(({ what }) => what === "oom");
  return {
    logged: new Map(oomKills.map((kill) => [kill.cgroupPath, kill])),
    told: new Map(told.map(({ containerId, at }) => [containerId, at])),
  };
}

/**
 * When the kernel last killed a process of a group for want of memory, and which: as its log says, else as the engine told, else when the counter
 * was seen to grow.
 */
export function lastOomKill(of: KillsOf, { logged, told }: KnownKills): OomKillSummary | null {
  const { cgroupPath, containerId, grown, takenAt, shown } = of;
  const kill = cgroupPath === null ? undefined : logged.get(cgroupPath);
  const at = containerId === null ? undefined : told.get(containerId);
  const candidates = [
    ...(kill === undefined ? [] : [summaryOf(kill)]),
    ...(shown === null ? [] : [shown]),
    ...(at === undefined ? [] : [nobody(at)]),
    ...((grown ?? 0) > 0 ? [nobody(takenAt)] : []),
  ];
  // The first one tells most: a later one takes its place only if it is about another kill.
  return candidates.reduce<OomKillSummary | null>(
    (best, next) => (best === null || isLater(next, best) ? next : best),
    null,
  );
}

/** Seconds from one RFC 3339 time to another, not less than 0; `null` when one is none. */
export function secondsBetweenTimes(from: string, to: string): number | null {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

function summaryOf({ atMilliseconds, pid, comm, limitPath }: OomKill): OomKillSummary {
  return { at: rfc3339(atMilliseconds) ?? "", pid, comm, limitPath };
}

function nobody(at: string): OomKillSummary {
  return { at, pid: null, comm: null, limitPath: null };
}

function isLater(next: OomKillSummary, best: OomKillSummary): boolean {
  const sameSeconds = best.pid === null ? 0 : SAME_KILL_SECONDS;
  return Date.parse(next.at) - Date.parse(best.at) > sameSeconds * 1000;
}
