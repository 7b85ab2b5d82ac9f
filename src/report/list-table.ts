import { fullName } from "../model/full-name.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { foldSums } from "./fold-sums.ts";
import { bytes, percent, rate, UNKNOWN } from "./format.ts";
import { foldGroups, type GroupBy } from "./group-by.ts";
import {
  cpuLimitText,
  type GroupNames,
  groupName,
  groupNames,
  isCpuLimitHit,
  isMemoryLimitHit,
  isPidsLimitHit,
  isUnwell,
  memoryLimitText,
  pidsText,
  stateText,
  upText,
} from "./group-text.ts";
import { isolation } from "./isolation.ts";
import { snapshotNotes } from "./notes.ts";
import type { Paint } from "./paint.ts";
import { type Paper, printable, type TextColumn, textTable } from "./text-table.ts";

/**
 * What `nstop list` prints: a table of `groups`, under headings where they have something other than their container
 * in common, and below it what a person should know. Ends with a line feed.
 *
 * @param groups Those of the snapshot to show, in their order.
 */
export function listTable(
  snapshot: Snapshot,
  groups: readonly Group[],
  groupBy: GroupBy,
  paper: Paper,
): string {
  const folds = foldGroups(groups, groupBy);
  const rows = folds.flatMap((fold) => fold.groups);
  const [titles, ...lines] = textTable(listColumns(snapshot, paper), rows, paper);
  const body = folds.flatMap((fold) => [
    ...(fold.title === null ? [] : ["", printable(titleText(fold.title, fold.groups), paper, "bold")]),
    ...lines.splice(0, fold.groups.length),
  ]);
  const notes = snapshotNotes(snapshot, groups, paper);
  return [titles, ...body, ...(notes.length > 0 ? ["", ...notes] : []), ""].join("\n");
}

function titleText(title: string, groups: readonly Group[]): string {
  return `${title}  ${groups.length} ${groups.length === 1 ? "row" : "rows"}  ${foldSums(groups)}`;
}

function listColumns({ groups, takenAt }: Snapshot, { ascii }: Paper): readonly TextColumn<Group>[] {
  const names = groupNames(groups);
  return [
    { title: "NAME", shrinks: true, text: fullName },
    { title: "KIND", text: ({ kind }) => kind },
    { title: "ENGINE", text: ({ engine }) => engine ?? UNKNOWN },
    { title: "STATE", text: stateText, paint: redIf(isUnwell) },
    { title: "CPU%", align: "right", text: ({ cpu }) => percent(cpu.percent) },
    { title: "LIMIT", align: "right", text: cpuLimitText, paint: redIf(isCpuLimitHit) },
    { title: "MEM", align: "right", text: ({ memory }) => bytes(memory.workingSetBytes) },
    { title: "LIMIT", align: "right", text: memoryLimitText, paint: redIf(isMemoryLimitHit) },
    {
      title: ascii ? "RX" : "NET↓",
      align: "right",
      shrinks: true,
      text: ({ network }) => receiveText(network, names),
    },
    {
      title: ascii ? "TX" : "NET↑",
      align: "right",
      text: ({ network }) => rate(network.transmitBytesPerSecond),
    },
    { title: "READ", align: "right", text: ({ io }) => rate(io.readBytesPerSecond) },
    { title: "WRITE", align: "right", text: ({ io }) => rate(io.writeBytesPerSecond) },
    { title: "PIDS", align: "right", text: pidsText, paint: redIf(isPidsLimitHit) },
    { title: "ISOLATION", text: ({ namespaces }) => isolation(namespaces, ascii) },
    { title: "UP", align: "right", text: (group) => upText(group, takenAt) },
  ];
}

/** Traffic is counted once: of a network that is shown with another group it says whose it is. */
function receiveText({ sharedWith, receiveBytesPerSecond }: Group["network"], names: GroupNames): string {
  if (sharedWith === null) return rate(receiveBytesPerSecond);
  return `of ${groupName(sharedWith, names)}`;
}

function redIf(test: (group: Group) => boolean): (group: Group) => Paint | undefined {
  return (group) => (test(group) ? "red" : undefined);
}
