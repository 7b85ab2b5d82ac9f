import type { CgroupView } from "../model/cgroup-view.ts";
import { bytes, count, limitPercent, percent, UNKNOWN } from "../report/format.ts";
import { type Figure, type GroupPast, grownOver } from "./group-past.ts";
import type { LimitedResource, LimitSubject } from "./limited-resource.ts";

/** From which share on memory counts as used up: what is left is less than is asked for at a time. */
const FULL_PERCENT = 99;

/** In the order of the rows; the devices follow. */
export const RESOURCES: readonly LimitedResource[] = [
  {
    name: "CPU",
    isOwn: ({ cpu }) => cpu?.isOwn ?? null,
    figure: { ofGroup: ({ cpu }) => cpu.percent, ofCgroup: ({ cpu }) => cpu?.percent ?? null },
    text: percentText,
    limitText: (value) => `${limitPercent(value)}%`,
    limit: ({ cgroup }) => cgroup.cpu?.binding ?? null,
    isHit: (subject) => throttledPercent(subject) > 0,
    leastHighest: 100,
    note: (subject) => {
      const throttled = throttledPercent(subject);
      return throttled > 0 ? `throttled ${wholePercent(throttled)}` : "";
    },
  },
  {
    name: "memory",
    isOwn: isMemoryOwn,
    figure: {
      ofGroup: ({ memory }) => memory.workingSetBytes,
      ofCgroup: ({ memory }) => memory?.workingSetBytes ?? null,
    },
    ...inBytes(),
    limit: ({ cgroup }) => cgroup.memory?.binding ?? null,
    isHit: isMemoryHit,
    note: (subject) =>
      joined(
        times("OOM kill", subject.cgroup.memory?.events?.oomKill),
        isMemoryHit(subject) ? `hit ${count(subject.group?.memory.limitHits ?? null)}×` : "",
      ),
  },
  {
    name: "memory + cache",
    isOwn: isMemoryOwn,
    figure: {
      ofGroup: ({ memory }) => memory.currentBytes,
      ofCgroup: ({ memory }) => memory?.currentBytes ?? null,
    },
    ...inBytes(),
    limit: ({ cgroup }) => cgroup.memory?.binding ?? null,
    isHit: isMemoryHit,
    mayBeFull: true,
  },
  {
    name: "memory, soft",
    isOwn: isMemoryOwn,
    figure: {
      ofGroup: ({ memory }) => memory.currentBytes,
      ofCgroup: ({ memory }) => memory?.currentBytes ?? null,
    },
    ...inBytes(),
    limit: ({ cgroup }) => cgroup.memory?.softBinding ?? null,
    // v1 only goes by it when the host is short of memory.
    isHit: ({ cgroup, past }, usedPercent) =>
      isGrowing(past, ({ memory }) => memory?.events?.high ?? null) ||
      (cgroup.version === "v2" && usedPercent >= 100),
    note: ({ cgroup }) => {
      const high = cgroup.memory?.events?.high ?? 0;
      return high > 0 ? `held back ${count(high)}×` : "";
    },
  },
  {
    name: "swap",
    isOwn: isMemoryOwn,
    figure: { ofCgroup: ({ memory }) => memory?.swapBytes ?? null },
    ...inBytes(),
    limit: ({ cgroup }) => cgroup.memory?.swapBinding ?? null,
    isHit: (_subject, usedPercent) => usedPercent >= 100,
  },
  {
    name: "pids",
    isOwn: ({ pids }) => pids?.isOwn ?? null,
    figure: { ofGroup: ({ pids }) => pids.current, ofCgroup: ({ pids }) => pids?.current ?? null },
    text: count,
    limitText: count,
    limit: ({ cgroup }) => cgroup.pids?.binding ?? null,
    isHit: ({ past }, usedPercent) =>
      usedPercent >= 100 || isGrowing(past, ({ pids }) => pids?.refused ?? null),
    note: ({ cgroup }) => times("refused", cgroup.pids?.refused, ""),
  },
];

/**
 * The limit that it is nearest to, where that is not the tightest one: one around it that others have used up.
 *
 * @param shown Files of the limits that have a row.
 */
export function nearestResources(cgroup: CgroupView, shown: ReadonlySet<string>): readonly LimitedResource[] {
  const nearest = cgroup.bindingLimit;
  if (nearest === null || shown.has(nearest.path)) return [];
  const { name, text, limitText } = NEAREST[nearest.resource];
  return [
    {
      ...{ name, text, limitText },
      isOwn: () => nearest.isOwn,
      figure: {
        ofCgroup: ({ bindingLimit }) => (bindingLimit?.path === nearest.path ? bindingLimit.used : null),
      },
      limit: () => nearest,
      isHit: (_subject, usedPercent) => usedPercent >= FULL_PERCENT,
      note: () => (nearest.isOwn ? "" : "with others"),
    },
  ];
}

/** Of the first reading there is none, but the overview knows that of its own quota. */
function throttledPercent({ cgroup: { cpu }, group }: LimitSubject): number {
  return cpu?.throttledPercent ?? (cpu?.isOwn === true ? group?.cpu.throttledPercent : null) ?? 0;
}

function isMemoryOwn({ memory }: CgroupView): boolean | null {
  return memory?.isOwn ?? null;
}

/** Whether it ran into a limit of its own since the last sample, or those under one around it fill that. */
function isMemoryHit({ cgroup, group }: LimitSubject, usedPercent = 0): boolean {
  if (cgroup.memory?.binding?.isOwn === false) return usedPercent >= FULL_PERCENT;
  return isMemoryOwn(cgroup) === true && (group?.memory.limitHits ?? 0) > 0;
}

/** Whether a counter grew since the sample before. */
function isGrowing(past: GroupPast, counter: Figure["ofCgroup"]): boolean {
  return (grownOver(past.slice(-2), counter) ?? 0) > 0;
}

function inBytes() {
  return { text: bytes, limitText: bytes };
}

function percentText(value: number | null): string {
  return value === null ? UNKNOWN : `${percent(value)}%`;
}

/** More than nothing is not told as nothing. */
function wholePercent(value: number): string {
  return value < 1 ? "<1%" : `${Math.round(value)}%`;
}

function times(what: string, value: number | null | undefined, plural = "s"): string {
  if (value == null || value === 0) return "";
  return `${count(value)} ${what}${value === 1 ? "" : plural}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

const NEAREST = {
  cpu: { name: "CPU around", text: percentText, limitText: (value: number) => `${limitPercent(value)}%` },
  memory: { name: "memory around", ...inBytes() },
  swap: { name: "swap around", ...inBytes() },
  pids: { name: "pids around", text: count, limitText: count },
} as const;
