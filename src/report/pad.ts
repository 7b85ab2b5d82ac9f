import stringWidth from "string-width";
import { graphemesOf } from "./graphemes.ts";

/** Characters that take one cell each, whatever stands beside them: ASCII, and what nstop itself draws with. */
const ONE_CELL_EACH = /^[\x20-\x7e·×›…←-↓─-▟▴▸▾○●]*$/;

/** How a text that is too long ends; one cell. */
export type Ellipsis = "…" | "~";

/** Whether the columns of a text are its characters. */
export function isOneCellEach(text: string): boolean {
  return ONE_CELL_EACH.test(text);
}

/** How many terminal cells a text takes: wide characters take two, combining marks none. */
export function cellsOf(text: string): number {
  return ONE_CELL_EACH.test(text) ? text.length : stringWidth(text);
}

/**
 * Makes a text take exactly `cells` terminal cells: filled with blanks, or cut between graphemes and ended with an
 * ellipsis. A wide character that only half fits is left out and a blank stands for its half.
 *
 * @param text Without control characters.
 */
export function pad(
  text: string,
  cells: number,
  align: "left" | "right" = "left",
  ellipsis: Ellipsis = "…",
): string {
  if (cells <= 0) return "";
  if (!ONE_CELL_EACH.test(text)) return padGraphemes(text, cells, align, ellipsis);
  if (text.length > cells) return text.slice(0, cells - 1) + ellipsis;
  return align === "left" ? text.padEnd(cells) : text.padStart(cells);
}

function padGraphemes(text: string, cells: number, align: "left" | "right", ellipsis: Ellipsis): string {
  let used = 0;
  /** The longest beginning that leaves a cell for the ellipsis. */
  let kept = { end: 0, cells: 0 };
  for (const { segment, index } of graphemesOf(text)) {
    used += stringWidth(segment);
    if (used > cells) return filled(text.slice(0, kept.end) + ellipsis, cells - kept.cells - 1, align);
    if (used < cells) kept = { end: index + segment.length, cells: used };
  }
  return filled(text, cells - used, align);
}

function filled(text: string, blanks: number, align: "left" | "right"): string {
  return align === "left" ? text + " ".repeat(blanks) : " ".repeat(blanks) + text;
}
