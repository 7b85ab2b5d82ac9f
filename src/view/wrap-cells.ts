import stringWidth from "string-width";
import { graphemesOf } from "../report/graphemes.ts";
import { isOneCellEach } from "../report/pad.ts";

/** Cuts a text into pieces of at most so many terminal cells, or of one grapheme that has more; at least one piece. */
export function wrapCells(text: string, cells: number): readonly string[] {
  const width = Math.max(2, cells);
  if (text.length <= width && isOneCellEach(text)) return [text];
  return isOneCellEach(text) ? wrapCharacters(text, width) : wrapGraphemes(text, width);
}

function wrapCharacters(text: string, cells: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += cells) pieces.push(text.slice(start, start + cells));
  return pieces;
}

function wrapGraphemes(text: string, cells: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let used = 0;
  for (const { segment, index } of graphemesOf(text)) {
    const own = stringWidth(segment);
    if (used > 0 && used + own > cells) {
      pieces.push(text.slice(start, index));
      start = index;
      used = 0;
    }
    used += own;
  }
  return [...pieces, text.slice(start)];
}
