import { graphemesOf } from "../report/graphemes.ts";
import { cellsOf } from "../report/pad.ts";

/** What the view draws with, and what stands for it where only ASCII may be written: one cell for one cell. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "…": "~",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "▸": ">",
  "▾": "*",
  "▴": "^",
  "›": ">",
  "●": "*",
  "○": "o",
  "·": "-",
  "×": "x",
  "├": "|",
  "└": "`",
  "─": "-",
  "│": "|",
  "▕": "[",
  "▏": "]",
  "▎": " ",
  "▍": " ",
  "▌": "|",
  "▋": "|",
  "▊": "|",
  "▉": "|",
  "▁": "_",
  "▂": ".",
  "▃": ":",
  "▄": "-",
  "▅": "=",
  "▆": "+",
  "▇": "*",
  "█": "#",
};

const BEYOND_ASCII = /[^\x00-\x7f]+/g;

/** A line in ASCII, as many cells wide as before; what the host chose and ASCII lacks becomes `?`. */
export function toAscii(line: string): string {
  return line.replace(BEYOND_ASCII, (run) =>
    Array.from(graphemesOf(run), ({ segment }) => SPELLINGS[segment] ?? "?".repeat(cellsOf(segment))).join(
      "",
    ),
  );
}
