import type { Issue } from "../collector/sample.ts";
import { count } from "../report/format.ts";
import type { StreamStatus } from "../stream/protocol.ts";
import { fitsStatusLine } from "./action-report.ts";
import { cursorCell } from "./cell-cursor.ts";
import { cursorRow } from "./list-window.ts";
import { logSentences } from "./logs-status.ts";
import type { Segment } from "./segments.ts";
import { hiddenTags } from "./tags.ts";
import type { Style } from "./theme.ts";
import { isGone, listOf, topList } from "./ui-state.ts";
import type { UiView } from "./ui-store.ts";

const NEWS: Style = { color: "cyan" };
const NARROWED: Style = { color: "cyan", bold: true };
const DONE: Style = { color: "green", bold: true };
const CONCERN: Style = { color: "yellow" };
const FAULT: Style = { color: "red", bold: true };

/**
 * What there is to say beside the list, the most pressing first: an answer to the last key, what came of an action, why what is shown is old,
 * how the list is narrowed, what ails the row under the cursor, and what nstop could not see.
 */
export function statusSegments(view: UiView): readonly Segment[] {
  const { state, stream, scene } = view;
  if (state.message !== null) return [{ text: state.message, style: NEWS, priority: 0 }];
  const choice = "index" in state.mode ? scene.choices[state.mode.index] : undefined;
  // The list below may have no room for all of it.
  if (choice !== undefined) return [{ text: choice.help, style: NEWS, priority: 0 }];
  const said = [
    ...actionSegments(view),
    ...streamSegments(stream.status),
    ...goneSegments(view),
    ...tagSegments(view),
    ...narrowedSegments(view),
    ...logSegments(view),
    ...remarkSegments(view),
    ...engineSegments(view),
    ...(state.notice === null ? [] : [{ text: state.notice, style: CONCERN }]),
    ...issueSegments([...(scene.line?.issues ?? []), ...(scene.detail?.issues ?? [])]),
  ];
  // What comes first is never cut for what comes after.
  return said.map((segment) => ({ ...segment, priority: 0 }));
}

type Said = Omit<Segment, "priority">;

/** What is being done, and what came of the last. */
function actionSegments({ state: { report, size } }: UiView): readonly Said[] {
  const { underWay } = report;
  // What is too long for the line is shown below the list.
  const result = report.result !== null && fitsStatusLine(report.result, size.columns) ? report.result : null;
  return [
    ...Array.from(underWay.values(), (text) => ({ text, style: NEWS })),
    ...(result === null ? [] : [{ text: result.text, style: result.failed ? FAULT : DONE }]),
  ];
}

function tagSegments({ state, scene }: UiView): readonly Said[] {
  const list = listOf(topList(state));
  if (list.tagged.size === 0) return [];
  const hidden = hiddenTags(list, scene);
  const unseen = hidden === 0 ? "" : `, ${hidden} of them hidden`;
  return [{ text: `${list.tagged.size} tagged${unseen}`, style: NARROWED }];
}

function streamSegments({ state, message }: StreamStatus): readonly Said[] {
  if (state === "live" || state === "starting")
    return message === null ? [] : [{ text: message, style: CONCERN }];
  const word = state === "stale" ? "STALE" : "ENDED";
  return [{ text: message === null ? word : `${word}: ${message}`, style: FAULT }];
}

function goneSegments({ state }: UiView): readonly Said[] {
  const screen = topList(state);
  if (screen.kind !== "page" || !isGone(screen)) return [];
  return [
    {
      text:
        screen.detail === null ? "GONE: there is no such thing" : "GONE: this is what was last seen of it",
      style: FAULT,
    },
  ];
}

function narrowedSegments({ state, scene }: UiView): readonly Said[] {
  const { filter, faultsOnly, follow } = listOf(topList(state));
  const all = scene.sections.reduce((sum, { rows }) => sum + rows.length, 0);
  const found = `${scene.rowLines.length} of ${all}`;
  return [
    ...(filter === "" ? [] : [{ text: `filter ${filter}: ${found}`, style: NARROWED }]),
    ...(faultsOnly ? [{ text: `only with something wrong: ${found}`, style: NARROWED }] : []),
    ...(follow ? [{ text: "following the row", style: NARROWED }] : []),
  ];
}

function logSegments({ state, stream }: UiView): readonly Said[] {
  const screen = topList(state);
  if (screen.kind !== "page") return [];
  const sentences = logSentences(screen, stream.log, state);
  return sentences.map((text) => ({ text, style: CONCERN }));
}

function remarkSegments({ state, scene }: UiView): readonly Said[] {
  const line = cursorRow(listOf(topList(state)), scene);
  const remark = line?.section.remark?.(line.arranged.row, cursorCell(state, line.section)) ?? null;
  return remark === null ? [] : [{ text: remark, style: CONCERN }];
}

/** The header says that an engine does not answer; here is why, and what to do. */
function engineSegments({ scene }: UiView): readonly Said[] {
  const silent = (scene.line?.engines ?? []).filter(({ state }) => state !== "connected");
  return silent.map(({ name, message, state }) => ({ text: `${name}: ${message ?? state}`, style: CONCERN }));
}

function issueSegments(issues: readonly Issue[]): readonly Said[] {
  const [first] = issues;
  if (first === undefined) return [];
  const times = issues.reduce((sum, issue) => sum + issue.count, 0);
  const message = first.message.replace(/\.$/, "");
  const more = issues.length === 1 ? "" : `, and ${issues.length - 1} more`;
  // Before the rest, which a narrow terminal cuts.
  const advice = issues.some(({ code }) => code === "denied") ? "; see nstop doctor" : "";
  return [{ text: `not seen (${count(times)}${advice}): ${message}${more}`, style: CONCERN }];
}
