import { isOneCellEach } from "../report/pad.ts";
import { unpainted } from "./theme.ts";

/** Unchanged cells that are cheaper to write again than to jump over. */
const WORTH_A_JUMP = 8;

/** What {@link import("./theme.ts").paint} sets a property of a cell with, and unsets it, by the property. */
const PROPERTIES = [
  { name: "colour", set: /^(?:3[1-6]|90)$/, unset: "39" },
  { name: "weight", set: /^[12]$/, unset: "22" },
  { name: "inverse", set: /^7$/, unset: "27" },
] as const;

const PLAIN = "\x1b[0m";

/** The characters of a line, and for each of them the sequences that style it. */
interface Cells {
  readonly text: string;
  readonly styles: readonly string[];
}

/**
 * What makes one line on the terminal into another: jumps to columns, and the cells there that differ.
 *
 * @param before The painted line that is there.
 * @param after The painted line that shall be there.
 * @returns `null` when either holds a character that may not take exactly one cell.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html CHA, EL and SGR
 */
export function patchLine(before: string, after: string): string | null {
  const old = cellsIn(before);
  const cells = cellsIn(after);
  if (old === null || cells === null) return null;
  const { length } = cells.text;
  let patch = "";
  for (let at = nextChange(old, cells, 0); at < length; ) {
    let end = at + 1;
    let next = nextChange(old, cells, end);
    while (next < length && next - end < WORTH_A_JUMP) {
      end = next + 1;
      next = nextChange(old, cells, end);
    }
    patch += `\x1b[${at + 1}G${painted(cells, at, end)}`;
    at = next;
  }
  return old.text.length > length ? `${patch}\x1b[${length + 1}G\x1b[K` : patch;
}

/** The first cell from `from` on that differs; one after the last when none does. */
function nextChange(old: Cells, { text, styles }: Cells, from: number): number {
  let at = from;
  while (at < text.length && old.text[at] === text[at] && old.styles[at] === styles[at]) at += 1;
  return at;
}

function cellsIn(line: string): Cells | null {
  const text = unpainted(line);
  if (!isOneCellEach(text)) return null;
  const styles: string[] = [];
  const style = ["", "", ""];
  let together = "";
  for (const [index, piece] of line.split("\x1b[").entries()) {
    const end = index === 0 ? -1 : piece.indexOf("m");
    if (end > 0) together = restyled(style, piece.slice(0, end));
    for (let at = end + 1; at < piece.length; at += 1) styles.push(together);
  }
  return { text, styles };
}

/** Applies a code to `style`, the sequence of each property. */
function restyled(style: string[], code: string): string {
  for (const [index, { set, unset }] of PROPERTIES.entries()) {
    if (set.test(code)) style[index] += `\x1b[${code}m`;
    else if (code === unset) style[index] = "";
  }
  return style.join("");
}

function painted({ text, styles }: Cells, from: number, end: number): string {
  let written = "";
  let current = "";
  for (let at = from; at < end; at += 1) {
    const style = styles[at] ?? "";
    if (style !== current) written += (current === "" ? "" : PLAIN) + style;
    current = style;
    written += text[at];
  }
  return current === "" ? written : written + PLAIN;
}
