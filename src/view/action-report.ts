import type { Outcome } from "../actions/actor.ts";
import type { HostEvent } from "../model/host-event.ts";
import { cellsOf } from "../report/pad.ts";

/** What nstop itself does and has done to the host, as far as a person is told. */
export interface ActionReport {
  /** What is being done, in words, by a number of its own. */
  readonly underWay: ReadonlyMap<number, string>;
  /** What came of the last; said until the next, or Esc. */
  readonly result: Result | null;
  /** Everything that was done, oldest first. */
  readonly deeds: readonly ShownEvent[];
}

export interface Result {
  readonly text: string;
  readonly failed: boolean;
}

/** One row of the Events page: what was seen on the host, or what nstop did there. */
export interface ShownEvent extends Omit<HostEvent, "kind"> {
  readonly kind: HostEvent["kind"] | "action-done" | "action-failed";
}

export const NO_REPORT: ActionReport = { underWay: new Map(), result: null, deeds: [] };

/** As many are kept to be looked at. */
const MAX_DEEDS = 500;

/** The report with what action number `id` is at now. */
export function withProgress(report: ActionReport, id: number, progress: string): ActionReport {
  return { ...report, underWay: new Map(report.underWay).set(id, progress) };
}

/**
 * The report once action number `id` has ended.
 *
 * @param at - When, RFC 3339.
 */
export function withOutcomes(
  report: ActionReport,
  id: number,
  outcomes: readonly Outcome[],
  at: string,
): ActionReport {
  const underWay = new Map(report.underWay);
  underWay.delete(id);
  const deeds = [...report.deeds, ...outcomes.map((outcome) => deed(outcome, at))].slice(-MAX_DEEDS);
  return { underWay, result: resultOf(outcomes), deeds };
}

/** The report that says why something was not done. */
export function withRefusal(report: ActionReport, text: string): ActionReport {
  return { ...report, result: { text, failed: true } };
}

/** Whether a result can be read in the status line of a terminal that is so wide. */
export function fitsStatusLine({ text }: Result, columns: number): boolean {
  return cellsOf(text) < columns;
}

/** One outcome in its own words; of several how many were done, and of those that were not all words. */
function resultOf(outcomes: readonly Outcome[]): Result | null {
  const failures = outcomes.filter(({ done }) => !done);
  const failed = failures.length > 0;
  const [only] = outcomes;
  if (only === undefined) return null;
  if (outcomes.length === 1) return { text: only.message, failed };
  const done = outcomes.length - failures.length;
  const why = failures.map(({ message }) => message).join("; ");
  const text = failed ? `${done} done, ${failures.length} failed: ${why}` : `${done} done; e shows each`;
  return { text, failed };
}

function deed({ subject, done, message }: Outcome, at: string): ShownEvent {
  const isProcess = subject.kind === "process";
  return {
    at,
    kind: done ? "action-done" : "action-failed",
    pid: isProcess ? subject.pid : null,
    comm: isProcess ? subject.name : null,
    type: null,
    from: null,
    to: null,
    groupId: isProcess ? subject.groupId : subject.group.id,
    groupName: isProcess ? null : subject.group.name,
    sentence: message,
  };
}
