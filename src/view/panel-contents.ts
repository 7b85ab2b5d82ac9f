import { graphemesOf } from "../report/graphemes.ts";
import { cellsOf, pad } from "../report/pad.ts";
import { fitsStatusLine } from "./action-report.ts";
import { CHOOSER_TITLES, type Choice } from "./choices.ts";
import { formLimits } from "./limits-form.ts";
import type { LimitsMode } from "./mode.ts";
import { type Question, questionOf } from "./question.ts";
import type { Scene } from "./scene.ts";
import { subjectsText } from "./subjects.ts";
import { paint, type Style } from "./theme.ts";
import type { UiState } from "./ui-state.ts";
import { wrapWords } from "./wrap-words.ts";

/** What opens below the list: to choose from, to fill in, or to answer. Every line is as wide as the terminal at most. */
export interface Panel {
  readonly title: string;
  /** Always seen, above what scrolls. */
  readonly head: readonly string[];
  /** What scrolls. */
  readonly body: readonly string[];
  /** Always seen, below it. */
  readonly foot: readonly string[];
  /** The line of the body that is to be seen; else the one that it begins with. */
  readonly cursor: number | null;
  readonly top: number;
  /** It may leave the list but a few lines. */
  readonly isLarge: boolean;
}

/** Most and least cells of a choice's title. */
const TITLE_CELLS = { least: 14, most: 34 };
/** Cells of the blanks around what is typed, and of the cursor after it. */
const INPUT_MARGINS = 4;
/** Cells of what is typed into the form. */
const FIELD_CELLS = 10;
/** Cells of the key that stands beside a choice. */
const KEY_CELLS = 5;

const NOTHING = { head: [], body: [], foot: [], cursor: null, top: 0, isLarge: true } as const;

/** What is open over the list; `null` when nothing is. */
export function panelOf(
  state: UiState,
  choices: readonly Choice[],
  groups: NonNullable<Scene["line"]>["groups"],
): Panel | null {
  const { mode, size } = state;
  const width = size.columns;
  switch (mode.kind) {
    case "list":
    case "prompt":
      return resultPanel(state);
    case "chooser":
      return { ...choosing(CHOOSER_TITLES[mode.chooser], choices, mode.index, width), isLarge: false };
    case "menu":
      return choosing(`Actions: ${subjectsText(mode.subjects)}`, choices, mode.index, width);
    case "signal": {
      const title = `${mode.choice.title}: ${subjectsText(mode.subjects)}`;
      return {
        ...choosing(title, choices, mode.index, width),
        head: [inputLine("signal", mode.typed, width)],
      };
    }
    case "palette":
      return {
        ...choosing("Palette", choices, mode.index, width),
        head: [inputLine(":", mode.typed, width)],
      };
    case "limits":
      return limitsPanel(mode, width);
    case "question":
    case "word":
    case "frozen":
      return asking(questionOf(mode, groups, width), mode.top, width);
  }
}

/** What came of an action where that is too long for the status line. It takes no keys. */
function resultPanel({ report: { result }, size: { columns } }: UiState): Panel | null {
  if (result === null || fitsStatusLine(result, columns)) return null;
  const style: Style = result.failed ? { color: "red" } : {};
  return {
    ...NOTHING,
    title: `${result.failed ? "Not done" : "Done"} (Esc closes)`,
    body: wrapWords(result.text, columns - 2).map((line) => paint(pad(` ${line}`, columns), style)),
    isLarge: false,
  };
}

function choosing(title: string, choices: readonly Choice[], index: number, width: number): Panel {
  const longest = Math.max(...choices.map((choice) => choice.title.length), TITLE_CELLS.least);
  const cells = Math.min(longest, TITLE_CELLS.most);
  const body = choices.map((choice, at) => choiceLine(choice, at === index, cells, width));
  const none = paint("   nothing has such a name", { dim: true });
  return { ...NOTHING, title, body: body.length === 0 ? [none] : body, cursor: index };
}

function choiceLine(
  { title, help, chosen, key }: Choice,
  hasCursor: boolean,
  titleCells: number,
  width: number,
): string {
  const keyText = key === undefined ? "" : `${pad(key, KEY_CELLS)} `;
  const marks = `${hasCursor ? " ▸ " : "   "}${chosen ? "●" : " "}`;
  const text = pad(`${marks} ${pad(title, titleCells)} ${keyText}${help}`, width);
  return hasCursor ? paint(text, { inverse: true }) : text;
}

function limitsPanel(mode: LimitsMode, width: number): Panel {
  const checked = formLimits(mode);
  const field = (name: LimitsMode["field"], example: string) => {
    const isHere = mode.field === name;
    const text = lastCells(mode[name], FIELD_CELLS);
    const blanks = " ".repeat(FIELD_CELLS - cellsOf(text));
    const label = `${isHere ? " ▸ " : "   "}${pad(name === "cpu" ? "CPU" : name, 7)}`;
    const room = Math.max(0, width - cellsOf(label) - FIELD_CELLS - 3);
    return `${label} ${text}${paint(" ", isHere ? { inverse: true } : undefined)}${blanks} ${paint(pad(example, room), { dim: true })}`;
  };
  const isEmpty = mode.cpu.trim() === "" && mode.memory.trim() === "";
  return {
    ...NOTHING,
    title: `Change limits: ${subjectsText(mode.subjects)}`,
    head: [
      field("cpu", "cores such as 1.5, or 150%; max: no limit"),
      field("memory", "such as 512M; max: no limit"),
    ],
    foot: [
      "complaint" in checked
        ? paint(pad(`   ${checked.complaint}`, width), isEmpty ? { dim: true } : { color: "red", bold: true })
        : paint("   Enter goes on to the question", { dim: true }),
    ],
  };
}

/** How many lines of the body a panel of `height` lines shows. */
export function bodyRoom({ head, foot }: Panel, height: number): number {
  return Math.max(0, height - 1 - head.length - foot.length);
}

/** The line of the body that the first of `room` shows. */
export function bodyTop({ body, cursor, top }: Panel, room: number): number {
  const wanted = cursor === null ? top : cursor - Math.floor(room / 2);
  return Math.max(0, Math.min(wanted, body.length - room));
}

function asking({ title, warning, lines, typed, answers }: Question, top: number, width: number): Panel {
  const warned = warning.map((line) => paint(` ${line}`, { color: "yellow", bold: true }));
  return {
    ...NOTHING,
    title,
    body: [...warned, ...lines.map((line) => pad(`   ${line}`, width))],
    foot: [...(typed === null ? [] : [inputLine(typed.label, typed.text, width)]), answers],
    top,
  };
}

/** What is typed, or its end where it is long; the cursor after it. */
function inputLine(label: string, text: string, width: number): string {
  const room = Math.max(1, width - cellsOf(label) - INPUT_MARGINS);
  return ` ${paint(label, { bold: true })} ${lastCells(text, room)}${paint(" ", { inverse: true })}`;
}

function lastCells(text: string, cells: number): string {
  const graphemes = Array.from(graphemesOf(text), ({ segment }) => segment);
  while (cellsOf(graphemes.join("")) > cells) graphemes.shift();
  return graphemes.join("");
}
