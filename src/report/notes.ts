import type { Issue } from "../collector/sample.ts";
import type { EngineReport } from "../engines/engine.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { count } from "./format.ts";
import { groupName, groupNames } from "./group-text.ts";
import { evidenceText, slownessSentences } from "./slowness-text.ts";
import { type Paper, printable } from "./text-table.ts";

/** How many lines of one sort are printed; the rest are counted. */
const MAX_LINES = 10;

/**
 * What a person should know beside a table of `groups`, a line each: their verdicts, findings, engines that are not
 * connected, and what could not be read.
 */
export function snapshotNotes(snapshot: Snapshot, groups: readonly Group[], paper: Paper): readonly string[] {
  const names = groupNames(snapshot.groups);
  const slow = groups.filter((group) => slownessSentences(group).length > 0);
  const verdicts = slow.slice(0, MAX_LINES).flatMap(slownessLines);
  const findings = snapshot.findings.map(({ groupId, pid, sentence }) => {
    if (groupId !== null) return `${groupName(groupId, names)}: ${sentence}`;
    return pid === null ? sentence : `pid ${pid}: ${sentence}`;
  });
  const engines = snapshot.engines.filter(({ state }) => state !== "connected").map(engineLine);
  const issues = snapshot.issues.map(issueLine);
  return [...verdicts, ...moreLine(slow.length), ...[findings, engines, issues].flatMap(capped)].map((line) =>
    printable(line, paper, "yellow"),
  );
}

/** What could not be read, a line for each. */
export function issueNotes(issues: readonly Issue[], paper: Paper): readonly string[] {
  return capped(issues.map(issueLine)).map((line) => printable(line, paper, "yellow"));
}

/** Why a group is slow, and below it the files that show it. */
function slownessLines(group: Group): readonly string[] {
  const evidence = group.verdict?.evidence ?? [];
  return [
    `${group.name}: ${slownessSentences(group).join(" ")}`,
    ...evidence.map((each) => `  ${evidenceText(each)}`),
  ];
}

function engineLine({ name, endpoint, state, message }: EngineReport): string {
  return `${name} ${state} at ${endpoint}${message === null ? "" : `: ${message}`}`;
}

function issueLine({ code, path, message, count: times }: Issue): string {
  return `${code}${times > 1 ? ` ${count(times)} times` : ""}: ${path}: ${message}`;
}

function capped(lines: readonly string[]): readonly string[] {
  return [...lines.slice(0, MAX_LINES), ...moreLine(lines.length)];
}

function moreLine(lines: number): readonly string[] {
  return lines <= MAX_LINES ? [] : [`and ${lines - MAX_LINES} more of these: see --json`];
}
