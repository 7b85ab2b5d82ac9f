import { visible } from "../host/text.ts";
import type { Group } from "../model/snapshot.ts";
import type { FrozenMode, QuestionMode, WordMode } from "./mode.ts";
import { orderQuestion, orderSubjects, subjectLine } from "./order-text.ts";
import { paint } from "./theme.ts";
import { wrapWords } from "./wrap-words.ts";

/** A question as it is shown. */
export interface Question {
  readonly title: string;
  /** Broken into lines. */
  readonly warning: readonly string[];
  /** Who it is about, one a line; then the command that would be run. */
  readonly lines: readonly string[];
  /** What has to be typed, and what has been. */
  readonly typed: { readonly label: string; readonly text: string } | null;
  /** The answers there are; the marked one stands out. */
  readonly answers: string;
}

/** Cells beside the warning. */
const MARGINS = 2;

/** What a question says: what would be done, to whom by name and id, and what of it should be known before. */
export function questionOf(
  mode: QuestionMode | WordMode | FrozenMode,
  groups: readonly Group[],
  width: number,
): Question {
  const wrapped = (text: string | null) => (text === null ? [] : wrapWords(text, width - MARGINS));
  if (mode.kind === "frozen") {
    const { length } = mode.groups;
    return {
      title: `${length === 1 ? "A group that nstop froze is" : `${length} groups that nstop froze are`} still frozen: thaw?`,
      warning: [],
      lines: mode.groups.map((group) => visible(`${group.name}  ${group.directory}  since ${group.since}`)),
      typed: null,
      answers: frozenAnswers(mode),
    };
  }
  const { order, warning } = mode;
  const lines = [
    ...orderSubjects(order).map((subject) => subjectLine(subject, groups)),
    ...(order.action === "run" ? [visible(order.command.argv.join(" "))] : []),
  ];
  const told = { title: orderQuestion(order), warning: wrapped(warning), lines };
  if (mode.kind === "question") return { ...told, typed: null, answers: yesOrNo(mode) };
  const label = `type ${mode.word} to do it:`;
  return { ...told, typed: { label, text: mode.typed }, answers: wordAnswer(mode) };
}

function yesOrNo({ yes, armed }: QuestionMode): string {
  const answer = (text: string, isMarked: boolean) =>
    isMarked ? paint(`[${text}]`, { inverse: true, bold: true }) : ` ${text} `;
  if (!armed) return paint(UNREAD, { dim: true });
  return `   ${answer("n No", !yes)}  ${answer("y Yes", yes)}`;
}

/** While a question takes no answer yet. */
const UNREAD = "   …";

function wordAnswer({ armed, typed, word }: WordMode): string {
  if (!armed) return paint(UNREAD, { dim: true });
  return paint(typed === word ? "   Enter does it" : "   Esc cancels", { dim: true });
}

function frozenAnswers({ armed, isQuitting }: FrozenMode): string {
  if (!armed) return paint(UNREAD, { dim: true });
  return isQuitting ? " y thaw and quit  n only quit  Esc stay" : "   y thaw   n leave them frozen";
}
