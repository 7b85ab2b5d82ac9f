import type { CgroupSample, HostSample, Pressure } from "../collector/sample.ts";
import { CGROUP_FILES, type CgroupFile, cgroupFilePath } from "./cgroup-file.ts";
import type { CgroupSpan } from "./cgroup-window.ts";
import { growth } from "./rates.ts";
import type { Evidence, OomKillSummary, Verdict } from "./snapshot.ts";

/** What a verdict is made from. */
export interface VerdictContext {
  readonly own: CgroupSpan;
  /** Cgroups around it, innermost first: their limits bind it too. */
  readonly around: readonly CgroupSpan[];
  readonly host: {
    readonly cpus: number;
    /** Of all CPUs together, over the last seconds. */
    readonly busyPercent: number | null;
    readonly pressure: HostSample["pressure"];
  };
  /** What it uses now; 100 is one core. */
  readonly cpuPercent: number | null;
  readonly lastOomKill: OomKillSummary | null;
  /** RFC 3339. */
  readonly takenAt: string;
  /** What was said in the sample before: one that stands goes only when there is clearly nothing to it any more. */
  readonly shown: Verdict["code"] | null;
}

/** One reason to be slow. */
export interface Reason {
  readonly verdict: Verdict;
  /** Of its time, what it loses by this, as far as that is known: the larger of two reasons is told. */
  readonly lostPercent: number;
}

/** From where on something is told, and down to where it then stays told, so that it does not flicker. */
export interface Threshold {
  readonly enter: number;
  readonly leave: number;
}

/** One that uses less of a core than this does nothing that anything could hold back … */
const ACTIVE_PERCENT = 1;

/** … unless it was ready to run for longer than that, and could not. */
const WANTING_PERCENT = 10;

/** Whether it has done, and wanted to do, so little lately that nothing can be slow. */
export function isIdle({ cpuPercent, own }: Pick<VerdictContext, "cpuPercent" | "own">): boolean {
  const wanted = own.now.pressure?.cpu?.some10Percent ?? 0;
  return (cpuPercent ?? 0) < ACTIVE_PERCENT && wanted < WANTING_PERCENT;
}

/** Whether a value is over a threshold. */
export function isOver(
  value: number | null | undefined,
  threshold: Threshold,
  code: Verdict["code"],
  { shown }: Pick<VerdictContext, "shown">,
): boolean {
  return value != null && value >= (shown === code ? threshold.leave : threshold.enter);
}

/** A file of a cgroup, and what stands in it. */
export function cite({ directories }: CgroupSample, file: CgroupFile, value: string): Evidence {
  return { path: cgroupFilePath(directories, file), value };
}

/** A counter of a file, and what it grew by: `nr_throttled 480 (+8)`. */
export function counted(name: string, now: number | null | undefined, grown: number | null): string {
  return `${name === "" ? "" : `${name} `}${now ?? "-"}${grown === null ? "" : ` (+${grown})`}`;
}

/** What a counter grew by over a span. */
export function grownBy(
  { now, base }: CgroupSpan,
  counter: (sample: CgroupSample) => number | null | undefined,
): number | null {
  return growth(counter(now), counter(base));
}

/** One resource's pressure in some cgroup, as its file says it. */
export function citePressure(
  { directories }: CgroupSample,
  resource: "cpu" | "memory" | "io",
  pressure: Pressure,
): Evidence {
  const file = CGROUP_FILES[`${resource}Pressure`];
  return { path: cgroupFilePath(directories, file), value: pressureLine(pressure) };
}

/** The first line of a pressure file, without its total. */
export function pressureLine({ some10Percent, some60Percent, some300Percent }: Pressure): string {
  const [ten, sixty, threeHundred] = [some10Percent, some60Percent, some300Percent].map((percent) =>
    percent.toFixed(2),
  );
  return `some avg10=${ten} avg60=${sixty} avg300=${threeHundred}`;
}
