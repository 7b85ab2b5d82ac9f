import { isOneCellEach } from "../report/pad.ts";

/** Unchanged cells that are cheaper to write again than to jump over. */
const WORTH_A_JUMP = 8;

const BEGIN = "\x1b[";
const PLAIN = "\x1b[0m";

/** How a cell looks, in one number: its colour by the code that sets it, and these. */
const COLOR = 0x7f;
const BOLD = 0x80;
const DIM = 0x100;
const INVERSE = 0x200;

/** The characters of a painted line, and how each of them looks. */
export interface PaintedCells {
  readonly text: string;
  readonly styles: Uint16Array;
}

/**
 * Takes a painted line apart.
 *
 * @returns `null` when it holds a character that may not take exactly one cell.
 */
export function paintedCells(line: string): PaintedCells | null {
  const styles = new Uint16Array(line.length);
  let text = "";
  let style = 0;
  for (let at = 0; at < line.length; ) {
    const sequenceAt = line.indexOf(BEGIN, at);
    const end = sequenceAt < 0 ? line.length : sequenceAt;
    styles.fill(style, text.length, text.length + end - at);
    text += line.slice(at, end);
    if (sequenceAt < 0) break;
    const letter = line.indexOf("m", sequenceAt);
    style = restyled(style, Number(line.slice(sequenceAt + BEGIN.length, letter)));
    at = letter + 1;
  }
  return isOneCellEach(text) ? { text, styles } : null;
}

/**
 * What makes one line on the terminal into another: jumps to columns, and the cells there that differ.
 *
 * @param before The line that is there.
 * @param after The line that shall be there.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html CHA, EL and SGR
 */
export function patchLine(before: PaintedCells, after: PaintedCells): string {
  const { length } = after.text;
  let patch = "";
  for (let at = nextChange(before, after, 0); at < length; ) {
    let end = at + 1;
    let next = nextChange(before, after, end);
    while (next < length && next - end < WORTH_A_JUMP) {
      end = next + 1;
      next = nextChange(before, after, end);
    }
    patch += `\x1b[${at + 1}G${painted(after, at, end)}`;
    at = next;
  }
  return before.text.length > length ? `${patch}\x1b[${length + 1}G\x1b[K` : patch;
}

/** The first cell from `from` on that differs; one after the last when none does. */
function nextChange(before: PaintedCells, { text, styles }: PaintedCells, from: number): number {
  let at = from;
  while (at < text.length && before.text[at] === text[at] && before.styles[at] === styles[at]) at += 1;
  return at;
}

/** How a cell looks after one of the codes that {@link import("./theme.ts").paint} writes. */
function restyled(style: number, code: number): number {
  switch (code) {
    case 1:
      return style | BOLD;
    case 2:
      return style | DIM;
    case 22:
      return style & ~(BOLD | DIM);
    case 7:
      return style | INVERSE;
    case 27:
      return style & ~INVERSE;
    case 39:
      return style & ~COLOR;
    default:
      return (style & ~COLOR) | code;
  }
}

function sequence(style: number): string {
  const color = style & COLOR;
  return (
    (color === 0 ? "" : `${BEGIN}${color}m`) +
    ((style & BOLD) === 0 ? "" : `${BEGIN}1m`) +
    ((style & DIM) === 0 ? "" : `${BEGIN}2m`) +
    ((style & INVERSE) === 0 ? "" : `${BEGIN}7m`)
  );
}

function painted({ text, styles }: PaintedCells, from: number, end: number): string {
  let written = "";
  let current = 0;
  for (let at = from; at < end; at += 1) {
    const style = styles[at] ?? 0;
    if (style !== current) written += (current === 0 ? "" : PLAIN) + sequence(style);
    current = style;
    written += text[at];
  }
  return current === 0 ? written : written + PLAIN;
}
