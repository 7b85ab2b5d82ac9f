import type { CgroupView } from "../model/cgroup-view.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { UNKNOWN } from "../report/format.ts";
import { cellsOf, pad } from "../report/pad.ts";
import { bar } from "./bar.ts";
import { alphabetical, descending } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import type { GroupPast } from "./group-past.ts";
import { type LimitRow, type LimitState, limitRows } from "./limit-rows.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import { sparkline } from "./sparkline.ts";
import { type Style, unpainted } from "./theme.ts";

/** What is used of every resource, how much may be, and where that is said; Enter opens whose limit it is. */
export function limitsSection(
  cgroup: CgroupView | null | undefined,
  past: GroupPast,
  snapshot: Snapshot,
): Section<LimitRow> {
  const { rows, empty } = partRows(cgroup && limitRows(cgroup, past, snapshot), "");
  return {
    title:
      cgroup?.isOwn === false
        ? "Limits of the control group that its leader is in, which is not its own"
        : "Limits",
    columns: COLUMNS,
    rows,
    empty,
    key: distinctKeys(rows, ({ name }) => `limit:${name}`),
    searchText: ({ name, binds, note, state }) => `${name} ${binds} ${note} ${state}`,
    opens: ({ owner }) =>
      owner && { kind: "target", target: { kind: "group", groupId: owner.id }, page: "Limits" },
    faulty: ({ state }) => state === "hit" || state === "near",
    remark: ({ remark }) => remark,
    copies: ({ file, name, useText }) => file ?? `${name} ${useText}`,
  };
}

const STYLES: Readonly<Record<LimitState, Style | undefined>> = {
  hit: { color: "red", bold: true },
  near: { color: "yellow" },
  free: undefined,
  none: undefined,
};

const BAR_STYLES: Readonly<Record<LimitState, Style>> = {
  hit: { color: "red" },
  near: { color: "yellow" },
  free: { color: "green" },
  none: { dim: true },
};

/** Cells of the percentage after a bar. */
const PERCENT_CELLS = 5;

/** Cells of the sparkline where there is no room for more. */
const HISTORY_CELLS = 8;

const COLUMNS: Readonly<Record<string, Column<LimitRow>>> = {
  name: {
    title: "RESOURCE",
    help: "What is limited; memory is its working set; memory + cache, and the soft limit, go by all that is charged to it",
    width: 14,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    style: ({ state }) => STYLES[state],
    compare: alphabetical(({ name }) => name),
  },
  use: {
    title: "USE",
    help: "What it uses of it",
    width: 7,
    align: "right",
    priority: 0,
    text: ({ useText }) => useText,
    style: ({ state }) => STYLES[state],
  },
  limit: {
    title: "LIMIT ",
    help: "The tightest limit over its control group and all around it; ! while it holds it back",
    width: 8,
    align: "right",
    priority: 0,
    text: ({ limitText, state }) => limitText + (state === "hit" ? "!" : " "),
    style: ({ state }) => STYLES[state] ?? { dim: true },
  },
  used: {
    title: "USED",
    help: "Share of the limit that is used, by everybody under it",
    width: 12,
    grow: 1,
    maxWidth: 26,
    align: "left",
    priority: 1,
    text: usedText,
    style: ({ state }) => BAR_STYLES[state],
    compare: descending(({ usedPercent }) => usedPercent),
  },
  history: {
    title: "HISTORY",
    help: "Its use over the last 60 samples; a full bar is the limit, without one the most it used, of CPU at least one core",
    width: HISTORY_CELLS,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 3,
    text: ({ history, highest, tick }, cells = HISTORY_CELLS) => sparkline(history, cells, highest, tick),
    style: ({ state }) => ({ color: state === "hit" ? "red" : "green" }),
  },
  binds: {
    title: "BINDS",
    help: "own: the limit is its own; else the control group around it whose limit is the tightest",
    width: 7,
    grow: 2,
    maxWidth: 40,
    align: "left",
    priority: 2,
    text: ({ binds }, cells = Number.POSITIVE_INFINITY) => ending(binds, cells),
    style: ({ isAround }) => (isAround ? { color: "cyan" } : { dim: true }),
    compare: alphabetical(({ binds }) => binds),
  },
  note: {
    title: "NOTE",
    help: "What the limit has done: periods in which it throttled since the last sample, kills and refusals since the control group was made",
    width: 14,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 1,
    text: ({ note }) => note,
    style: ({ state }) => STYLES[state],
    compare: alphabetical(({ note }) => note),
  },
};

/** A bar and the percentage; the percentage alone where there is no room for both. */
function usedText({ usedPercent, limitText }: LimitRow, cells = 12): string {
  if (limitText === UNKNOWN || limitText === "") return "";
  const percent = usedPercent === null ? UNKNOWN : `${Math.min(Math.round(usedPercent), 9999)}%`;
  const number = pad(percent, PERCENT_CELLS, "right");
  return cells <= PERCENT_CELLS + 3 ? percent : unpainted(bar(usedPercent, cells - PERCENT_CELLS)) + number;
}

/** A path by its end, which tells it from others. */
function ending(path: string, cells: number): string {
  if (cellsOf(path) <= cells) return path;
  const kept = Array.from(path)
    .slice(1 - cells)
    .join("");
  return cellsOf(kept) < cells ? `…${kept}` : path;
}
