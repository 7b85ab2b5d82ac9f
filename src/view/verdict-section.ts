import type { Detail } from "../model/detail.ts";
import type { Group } from "../model/snapshot.ts";
import { evidenceText, forecastSentences, lastOomKillText, nothingFound } from "../report/slowness-text.ts";
import { distinctKeys } from "./distinct-keys.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";
import { wrapWords } from "./wrap-words.ts";

/** A line of what slows a group down: what is said, or what that is known from. */
export interface VerdictRow {
  readonly part: "sentence" | "evidence" | "fact";
  readonly text: string;
  /** The whole sentence, of which this may be a line. */
  readonly sentence: string;
}

/** Sentences are broken so that they can be read on a narrow terminal. */
const SENTENCE_CELLS = 76;

/** Why a group is slow, with the files that show it, when it reaches its limits, and whom the kernel killed last for want of memory. */
export function verdictSection({ group }: Detail): Section<VerdictRow> {
  const rows = [...verdictRows(group), ...factRows(group)];
  return {
    title: "Why is it slow",
    columns: { why: WHY_COLUMN },
    rows,
    empty: nothingFound(group),
    key: distinctKeys(rows, ({ part, text }) => `verdict:${part} ${text}`),
    searchText: ({ sentence, text }) => `${sentence} ${text}`,
    faulty: ({ part }) => part !== "fact",
    remark: ({ part, sentence }) => (part === "sentence" ? sentence : null),
    copies: ({ part, text, sentence }) => (part === "evidence" ? text : sentence),
  };
}

function verdictRows({ verdict }: Group): readonly VerdictRow[] {
  if (verdict === null) return [];
  const { sentence, evidence } = verdict;
  return [
    ...wrapWords(sentence, SENTENCE_CELLS).map((text): VerdictRow => ({ part: "sentence", text, sentence })),
    ...evidence.map((each): VerdictRow => ({ part: "evidence", text: evidenceText(each), sentence })),
  ];
}

function factRows(group: Group): readonly VerdictRow[] {
  const kill = lastOomKillText(group, null);
  const forecasts = forecastSentences(group).map(
    (sentence): VerdictRow => ({ part: "sentence", text: sentence, sentence }),
  );
  if (kill === null) return forecasts;
  const sentence = `Last killed for want of memory: ${kill}`;
  return [...forecasts, { part: "fact", text: sentence, sentence }];
}

const STYLES: Readonly<Record<VerdictRow["part"], Style | undefined>> = {
  sentence: { color: "yellow", bold: true },
  evidence: { dim: true },
  fact: undefined,
};

const WHY_COLUMN: Column<VerdictRow> = {
  title: "WHY",
  help: "What slows it down; below it the files that show it",
  width: 24,
  grow: 1,
  align: "left",
  priority: 0,
  text: ({ text, part }) => (part === "evidence" ? `  ${text}` : text),
  style: ({ part }) => STYLES[part],
};
