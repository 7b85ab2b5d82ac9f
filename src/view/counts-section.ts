import type { MemoryEventFacts } from "../collector/cgroup-facts.ts";
import { CGROUP_FILES, type CgroupFile, cgroupFilePath } from "../model/cgroup-file.ts";
import type { CgroupView, CpuView } from "../model/cgroup-view.ts";
import { count, percent, uptime } from "../report/format.ts";
import { shortPath } from "./cgroup-paths.ts";
import { alphabetical, descending } from "./compare.ts";
import { figureAt, type GroupPast, grownOver } from "./group-past.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** Something that the kernel counts of a control group, since it was made. */
export interface CountRow {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  /** How much of it came during the samples that are known. */
  readonly grown: number | null;
  readonly grownText: string;
  /** That it happened at all is worth a look. */
  readonly isBad: boolean;
  readonly meaning: string;
  /** Where the kernel says it. */
  readonly path: string;
}

interface Counter {
  readonly name: string;
  readonly ofCgroup: (cgroup: CgroupView) => number | null;
  readonly isBad: boolean;
  /** How much, where it is no plain number; what stands beside it. */
  text?(value: number): string;
  aside?(cgroup: CgroupView): string;
  readonly file: CgroupFile;
  readonly meaning: string;
}

/** Already a rate. */
const REFAULTS: Counter = {
  name: "refaults/s",
  ofCgroup: ({ memory }) => memory?.refaultsPerSecond ?? null,
  isBad: false,
  file: { v2: "memory.stat", v1: ["memory", "memory.stat"] },
  meaning: "pages that were dropped and wanted back, each second: it has too little memory for its files",
};

/** @see https://docs.kernel.org/admin-guide/cgroup-v2.html */
const COUNTERS: readonly Counter[] = [
  {
    name: "periods",
    ofCgroup: ofQuota(({ periods }) => periods),
    isBad: false,
    file: CGROUP_FILES.cpuStat,
    meaning: "of its CPU quota in which it ran",
  },
  {
    name: "throttled",
    ofCgroup: ofQuota(({ throttledPeriods }) => throttledPeriods),
    isBad: true,
    file: CGROUP_FILES.cpuStat,
    aside: ({ cpu }) =>
      cpu?.periods ? ` (${Math.round(((cpu.throttledPeriods ?? 0) / cpu.periods) * 100)}%)` : "",
    meaning: "periods in which its quota was used up and it had to wait",
  },
  {
    name: "time throttled",
    ofCgroup: ofQuota(({ throttledSeconds }) => throttledSeconds),
    isBad: true,
    file: CGROUP_FILES.cpuStat,
    text: secondsText,
    meaning: "that its CPUs waited for the next period, added up",
  },
  memoryEvent("memory low", "low", false, "it was reclaimed though it was below what memory.low protects"),
  memoryEvent("memory high", "high", true, "it was held back for being above its soft limit"),
  memoryEvent("memory max", "max", true, "it ran into its limit, and memory had to be reclaimed first"),
  memoryEvent("oom", "oom", true, "it ran into its limit and nothing could be reclaimed"),
  memoryEvent("oom_kill", "oomKill", true, "a process of it was killed for want of memory"),
  REFAULTS,
  {
    name: "pids refused",
    ofCgroup: ({ pids }) => pids?.refused ?? null,
    isBad: true,
    file: { v2: "pids.events", v1: ["pids", "pids.events"] },
    meaning: "a process or thread could not be started",
  },
];

function memoryEvent(name: string, event: keyof MemoryEventFacts, isBad: boolean, meaning: string): Counter {
  const file = event === "oomKill" ? CGROUP_FILES.oomKills : CGROUP_FILES.limitHits;
  return { name, ofCgroup: ({ memory }) => memory?.events?.[event] ?? null, isBad, file, meaning };
}

/** Without a quota the kernel counts no periods, and that none was throttled says nothing. */
function ofQuota(value: (cpu: CpuView) => number | null): Counter["ofCgroup"] {
  return ({ cpu }) => (cpu === null || cpu.periods === 0 ? null : value(cpu));
}

/** What happened in the control group since it was made, as far as this kernel counts it. */
export function countsSection(cgroup: CgroupView | null | undefined, past: GroupPast): Section<CountRow> {
  return {
    title: "Counted since it was made",
    columns: COLUMNS,
    ...partRows(cgroup && countRows(cgroup, past), "nothing is counted here"),
    key: ({ name }) => `count:${name}`,
    searchText: ({ name, meaning }) => `${name} ${meaning}`,
    faulty: isFault,
    remark: ({ name, text, grownText, meaning, path }) =>
      `${name}: ${text}${grownText && `, ${grownText} while this was watched`}; ${meaning}: ${shortPath(path)}`,
    copies: ({ name, text }) => `${name} ${text}`,
  };
}

function countRows(cgroup: CgroupView, past: GroupPast): readonly CountRow[] {
  return COUNTERS.flatMap((counter) => {
    const value = figureAt({ group: null, cgroup }, counter);
    if (value === null) return [];
    const { name, isBad, meaning, text = count, aside, file } = counter;
    const grown = counter === REFAULTS ? null : grownOver(past, counter.ofCgroup);
    return [
      {
        ...{ name, isBad, meaning, value, grown },
        path: cgroupFilePath(cgroup.directories, file),
        text: text(value) + (aside?.(cgroup) ?? ""),
        grownText: grown === null || grown === 0 ? "" : `+${text(grown)}`,
      },
    ];
  });
}

function isFault({ isBad, value }: CountRow): boolean {
  return isBad && value > 0;
}

const COLUMNS: Readonly<Record<string, Column<CountRow>>> = {
  name: {
    title: "COUNT OF",
    help: "What the kernel counts; what this version of control groups does not count is left out",
    width: 14,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    style: styleOf,
    compare: alphabetical(({ name }) => name),
  },
  value: {
    title: "SO OFTEN",
    help: "How often, or how long, since the control group was made",
    width: 13,
    align: "right",
    priority: 0,
    text: ({ text }) => text,
    style: styleOf,
    compare: descending(({ value }) => value),
  },
  grown: {
    title: "NEW",
    help: "How much of that came while this tab was watched, in the last 60 samples at most",
    width: 7,
    align: "right",
    priority: 0,
    text: ({ grownText }) => grownText,
    style: (row) => (row.isBad ? { color: "red", bold: true } : { dim: true }),
    compare: descending(({ grown }) => grown),
  },
  meaning: {
    title: "WHICH MEANS",
    help: "What it says",
    width: 20,
    grow: 1,
    align: "left",
    priority: 1,
    text: ({ meaning }) => meaning,
    style: () => ({ dim: true }),
  },
};

/** What happened long ago is not what is happening now. */
function styleOf(row: CountRow): Style | undefined {
  if (isFault(row))
    return (row.grown ?? 0) > 0 ? { color: "red", bold: true } : { color: "yellow", bold: true };
  return row.value === 0 ? { dim: true } : undefined;
}

/** As `3.2s`, and to the minute from an hour on. */
function secondsText(seconds: number): string {
  return seconds < 3600 ? `${percent(seconds)}s` : uptime(seconds);
}
