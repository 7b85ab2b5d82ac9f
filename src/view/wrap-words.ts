import { cellsOf } from "../report/pad.ts";

/** Breaks a text between words into lines of at most `cells`; a word that is longer stays whole. */
export function wrapWords(text: string, cells: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && cellsOf(longer) <= cells) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
