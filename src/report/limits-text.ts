import type { DeviceLimitKind, FreezerFacts, MemoryEventFacts } from "../collector/cgroup-facts.ts";
import type { Pressure } from "../collector/sample.ts";
import type { BindingLimit, CgroupView, CpuView } from "../model/cgroup-view.ts";
import { bytes, count, limitPercent, percent, rate, UNKNOWN } from "./format.ts";

/** How amounts of one resource are written. */
interface Amounts {
  used(value: number | null): string;
  limit(value: number): string;
}

const IN_BYTES: Amounts = { used: bytes, limit: bytes };
const IN_TASKS: Amounts = { used: count, limit: count };

const AMOUNTS: Readonly<Record<BindingLimit["resource"], Amounts>> = {
  cpu: { used: withPercentSign(percent), limit: withPercentSign(limitPercent) },
  memory: IN_BYTES,
  swap: IN_BYTES,
  pids: IN_TASKS,
};

/** One resource as a line of a table: what is used of it, and what limits it. */
export interface LimitLine {
  readonly name: string;
  readonly used: string;
  readonly limit: string;
  /** Of the limit, such as `99%`. */
  readonly share: string;
  /** Whose limit it is: `own`, or the path of the cgroup around it. */
  readonly of: string;
  /** The file that the limit stands in; empty without one. */
  readonly file: string;
}

/** A line for each resource that is counted, those without a limit included, and for each limit of a block device. */
export function limitLines(cgroup: CgroupView): readonly LimitLine[] {
  const { cpu, memory, pids } = cgroup;
  const lines = [
    cpu && limitLine("cpu", AMOUNTS.cpu, cpu.binding, cpu.percent),
    memory && limitLine("memory", AMOUNTS.memory, memory.binding, memory.workingSetBytes),
    memory?.softBinding && limitLine("memory, soft", AMOUNTS.memory, memory.softBinding, null),
    memory && limitLine("swap", AMOUNTS.swap, memory.swapBinding, memory.swapBytes),
    pids && limitLine("pids", AMOUNTS.pids, pids.binding, pids.current),
  ].filter((line) => line !== null && line !== undefined);
  const files = new Set(lines.map(({ file }) => file));
  const { bindingLimit: nearest } = cgroup;
  // One around it that others have used up may be another one than the tightest.
  const others =
    nearest === null || files.has(nearest.path)
      ? []
      : [limitLine(`${nearest.resource}, nearest`, AMOUNTS[nearest.resource], nearest, null)];
  return [...lines, ...others, ...deviceLines(cgroup)];
}

/** @param used What the group itself uses, where there is no limit. */
function limitLine(
  name: string,
  amounts: Amounts,
  limit: BindingLimit | null,
  used: number | null,
): LimitLine {
  if (limit === null) {
    return { name, used: amounts.used(used), limit: UNKNOWN, share: UNKNOWN, of: UNKNOWN, file: "" };
  }
  return {
    name,
    used: amounts.used(limit.used),
    limit: amounts.limit(limit.value),
    share: shareText(limit.usedPercent),
    of: limitOwnerText(limit),
    file: limit.path,
  };
}

const DEVICE_KINDS: Readonly<Record<DeviceLimitKind, { readonly name: string; readonly amounts: Amounts }>> =
  {
    readBytesPerSecond: { name: "read", amounts: { used: rate, limit: rate } },
    writeBytesPerSecond: { name: "written", amounts: { used: rate, limit: rate } },
    readsPerSecond: { name: "reads", amounts: { used: operationsText, limit: operationsText } },
    writesPerSecond: { name: "writes", amounts: { used: operationsText, limit: operationsText } },
  };

function deviceLines({ io }: CgroupView): readonly LimitLine[] {
  const devices = io?.devices ?? [];
  return devices.flatMap((device) =>
    device.limits.map(({ kind, value, path, isOwn }) => {
      const { name, amounts } = DEVICE_KINDS[kind];
      // What others under a limit around it do to the device is not counted here.
      const used = isOwn ? device[kind] : null;
      return {
        name: `${device.name ?? device.number} ${name}`,
        used: amounts.used(used),
        limit: amounts.limit(value),
        share: shareText(used === null || value === 0 ? null : (used / value) * 100),
        of: isOwn ? OWN : "around it",
        file: path,
      };
    }),
  );
}

const OWN = "own";

/** Whose limit it is: its own, that of a cgroup around it by its path, or of one that cannot be seen from here. */
export function limitOwnerText({ isOwn, cgroupPath }: Pick<BindingLimit, "isOwn" | "cgroupPath">): string {
  return isOwn ? OWN : (cgroupPath ?? "outside");
}

/** How near a group is to the limit that it is nearest to, as `99% of cpu 40%, own`. */
export function nearestLimitText({ bindingLimit }: CgroupView): string {
  if (bindingLimit === null) return "none: nothing here or around it limits it";
  const { resource, value, usedPercent } = bindingLimit;
  const limit = `${resource} ${AMOUNTS[resource].limit(value)}`;
  return `${shareText(usedPercent)} of ${limit}, ${limitOwnerText(bindingLimit)}`;
}

/** Which version of control groups the host has. */
export const CGROUP_VERSION_TEXTS = {
  v1: "v1",
  v2: "v2",
  hybrid: "hybrid: each controller is in v1, or in the v2 beside it",
} as const;

/** Whose figures these are as well; empty where they are its own. In v1 a group may have a cgroup of its own for one controller and none for another. */
export function sharedText(cgroup: CgroupView): string {
  if (!cgroup.isOwn) return "with processes of other groups, and so are all of these figures";
  const parts = (["cpu", "memory", "pids", "io"] as const).filter((part) => cgroup[part]?.isOwn === false);
  return parts.length === 0 ? "" : `with processes of other groups: the figures of ${parts.join(", ")}`;
}

/** The scales of the two versions: what is an even share in one is a tenth of it in the other. */
const WEIGHT_DEFAULTS = { "cpu.weight": 100, "cpu.shares": 1024 } as const;

/** Which share of the CPUs it gets when others want them too. */
export function cpuWeightText({ weight, weightFile, isIdle }: CpuView): string {
  if (weight === null) return UNKNOWN;
  const idle = isIdle === true ? ", idle: it runs only when nobody else wants to" : "";
  return `${weight}, ${weightFile}, ${WEIGHT_DEFAULTS[weightFile]} unless set${idle}`;
}

/** How much its CPU quota has held it back since it was made; empty where there is no quota to count. */
export function throttlingText({ periods, throttledPeriods, throttledSeconds }: CpuView): string {
  if (periods === null || periods === 0) return "";
  const time = throttledSeconds === null ? UNKNOWN : `${percent(throttledSeconds)} s`;
  return `in ${count(throttledPeriods)} of ${count(periods)} periods, for ${time} since it was made`;
}

/** A list of CPUs or memory nodes: what was set, and what is in effect where that is something else. */
export function setText(set: string | null, effective: string | null): string {
  if (set === null || set === "") return effective === null ? UNKNOWN : `${effective}, not set here`;
  return effective === null || effective === set ? set : `${set}, of which it gets ${effective || "none"}`;
}

const EVENT_NAMES = [
  ["low", "low"],
  ["high", "high"],
  ["max", "max"],
  ["oom", "oom"],
  ["oomKill", "oom_kill"],
] as const satisfies readonly (readonly [keyof MemoryEventFacts, string])[];

/** Events of memory by the kernel's names, those that this version counts. */
export function memoryEventsText(events: MemoryEventFacts | null): string {
  if (events === null) return UNKNOWN;
  const known = EVENT_NAMES.filter(([event]) => events[event] !== null);
  return known.map(([event, name]) => `${name} ${count(events[event])}`).join(", ") || UNKNOWN;
}

/** The share of time in which tasks waited, as `some 59.9 60.5 63.0, full 0.0 0.0 0.0 % of the last 10, 60, 300 s`. */
export function pressureTimesText(pressure: Pressure | null): string {
  if (pressure === null) return UNKNOWN;
  const { some10Percent, some60Percent, some300Percent } = pressure;
  const { full10Percent, full60Percent, full300Percent } = pressure;
  const some = [some10Percent, some60Percent, some300Percent].map(percent).join(" ");
  const full = [full10Percent, full60Percent, full300Percent].map(percent).join(" ");
  return `some ${some}, full ${full} % of the last 10, 60, 300 s`;
}

/** Whether it is frozen, and by which files it was. */
export function freezerText({ frozen, frozenAt }: FreezerFacts): string {
  const by = frozenAt === null || frozenAt.length === 0 ? "" : ` by ${frozenAt.join(", ")}`;
  if (frozen) return `frozen${by}`;
  return by === "" ? "not frozen" : `being frozen${by}`;
}

/** `net_cls.classid` as `tc` writes it: `10:1`. */
export function classIdText(classId: number): string {
  return `${(classId >>> 16).toString(16)}:${(classId & 0xffff).toString(16)}`;
}

function shareText(usedPercent: number | null): string {
  return usedPercent === null ? UNKNOWN : `${Math.round(usedPercent)}%`;
}

function operationsText(value: number | null): string {
  return value === null ? UNKNOWN : `${count(value)}/s`;
}

function withPercentSign(text: (value: number | null) => string): (value: number | null) => string {
  return (value) => (value === null ? UNKNOWN : `${text(value)}%`);
}
