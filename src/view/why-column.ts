import { compareGroups } from "../report/select-groups.ts";
import { whyMark } from "../report/slowness-text.ts";
import type { OverviewRow } from "./overview-rows.ts";
import type { Column } from "./section.ts";
import type { Style } from "./theme.ts";

const compare = compareGroups("why");

/** What stops or slows it now. */
const NOW: Style = { color: "red", bold: true };

const STYLES: Readonly<Record<string, Style>> = {
  frz: { color: "cyan", bold: true },
  host: { color: "yellow", bold: true },
  "mem?": { color: "yellow" },
  "pid?": { color: "yellow" },
};

/** The overview's column of what slows a group down; the status line says it in a sentence. */
export const WHY_COLUMN: Column<OverviewRow> = {
  title: "WHY",
  help: "What slows it down: cpu! its CPU quota, mem! want of memory, io! block I/O, pid! no more processes, frz frozen, host other work on the host; mem? and pid? a limit that is soon reached",
  width: 4,
  align: "left",
  priority: 0,
  text: ({ group }) => whyMark(group),
  style: ({ group }) => STYLES[whyMark(group)] ?? NOW,
  compare: (a, b) => compare(a.group, b.group),
};
