import type { CgroupView } from "../model/cgroup-view.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import type { Pressure } from "../procfs/pressure.ts";
import { percent } from "../report/format.ts";
import { alphabetical, descending } from "./compare.ts";
import { type Figure, figureAt, type GroupPast } from "./group-past.ts";
import { partRows } from "./part-rows.ts";
import { sampleTick } from "./sample-tick.ts";
import type { Column, Section } from "./section.ts";
import { sparkline } from "./sparkline.ts";
import type { Style } from "./theme.ts";

/** How much of the time tasks waited for one resource. */
export interface PressureRow {
  readonly name: string;
  readonly pressure: Pressure;
  /** Of the last 10 s, at the last samples. */
  readonly history: readonly (number | null)[];
  readonly tick: number;
}

const RESOURCES = [
  { name: "CPU", resource: "cpu" },
  { name: "memory", resource: "memory" },
  { name: "I/O", resource: "io" },
] as const;

/** From which share of the last 10 s on it is told that tasks wait, and that they wait badly. */
const WAITING_PERCENT = 10;
const STALLED_PERCENT = 40;

/** Pressure stall information of the control group. */
export function pressureSection(
  cgroup: CgroupView | null | undefined,
  past: GroupPast,
  snapshot: Snapshot,
): Section<PressureRow> {
  return {
    title: "Pressure",
    columns: COLUMNS,
    ...partRows(
      cgroup && pressureRows(cgroup, past, sampleTick(snapshot)),
      cgroup?.version === "v2"
        ? "this kernel does not account it: it was built without, or started with psi=0"
        : "not accounted for each control group: only cgroup v2 does",
    ),
    key: ({ name }) => `pressure:${name}`,
    searchText: ({ name }) => `${name} pressure`,
    faulty: ({ pressure }) => pressure.some10Percent >= WAITING_PERCENT,
    remark: remarkOn,
    copies: ({ name, pressure }) => `${name} pressure ${percent(pressure.some10Percent)}%`,
  };
}

function pressureRows(
  { pressure, isOwn }: CgroupView,
  past: GroupPast,
  tick: number,
): readonly PressureRow[] {
  return RESOURCES.flatMap(({ name, resource }) => {
    const own = pressure?.[resource] ?? null;
    if (own === null) return [];
    const figure: Figure = {
      ofGroup: isOwn ? (group: Group) => group.pressure?.[resource]?.some10Percent ?? null : null,
      ofCgroup: (cgroup: CgroupView) => cgroup.pressure?.[resource]?.some10Percent ?? null,
    };
    return [{ name, pressure: own, history: past.map((moment) => figureAt(moment, figure)), tick }];
  });
}

function remarkOn({ name, pressure }: PressureRow): string | null {
  const { some10Percent, full10Percent } = pressure;
  const all = full10Percent === null ? "" : `, all of them in ${percent(full10Percent)}%`;
  return `${name}: in ${percent(some10Percent)}% of the last 10 s some of its tasks waited for it${all}`;
}

const COLUMNS: Readonly<Record<string, Column<PressureRow>>> = {
  name: {
    title: "WAITS FOR",
    help: "What its tasks wait for",
    width: 9,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    compare: alphabetical(({ name }) => name),
  },
  some10: share(
    "SOME 10",
    "Percent of the last 10 s in which at least one task waited for it",
    0,
    "some10Percent",
  ),
  some60: share("60 s", "The same of the last 60 s", 1, "some60Percent"),
  some300: share("300 s", "The same of the last 300 s", 1, "some300Percent"),
  full10: share(
    "FULL 10",
    "Percent of the last 10 s in which no task could run for waiting",
    0,
    "full10Percent",
  ),
  full60: share("60 s", "The same of the last 60 s", 2, "full60Percent"),
  full300: share("300 s", "The same of the last 300 s", 2, "full300Percent"),
  history: {
    title: "HISTORY",
    help: "The first of these figures over the last 60 samples; a full bar is all of the time",
    width: 10,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 3,
    text: ({ history, tick }, cells = 10) => sparkline(history, cells, 100, tick),
    style: ({ pressure }) => styleOf(pressure.some10Percent) ?? { color: "green" },
  },
};

function share(title: string, help: string, priority: number, field: keyof Pressure): Column<PressureRow> {
  return {
    title,
    help,
    width: 7,
    align: "right",
    priority,
    text: ({ pressure }) => percent(pressure[field]),
    style: ({ pressure }) => styleOf(pressure[field]),
    compare: descending(({ pressure }) => pressure[field]),
  };
}

function styleOf(value: number | null): Style | undefined {
  if ((value ?? 0) >= STALLED_PERCENT) return { color: "red", bold: true };
  if ((value ?? 0) >= WAITING_PERCENT) return { color: "yellow" };
  return value === 0 || value === null ? { dim: true } : undefined;
}
