import { toAscii } from "./ascii.ts";

/** How a piece of text looks, in the terminal's own 16 colours; meaning never hangs on colour alone. */
export interface Style {
  readonly color?: "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "gray";
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
}

/** What a terminal, or the person before it, allows. */
export interface Theme {
  /** Off with `NO_COLOR` and `--no-color`; bold, dim and inverse stay. */
  readonly color: boolean;
  /** Nothing but ASCII reaches the terminal. */
  readonly ascii: boolean;
}

const COLORS = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  gray: 90,
} as const;

/** The sequences that {@link paint} sets a colour with, and unsets it. */
const COLOR_SEQUENCES = /\x1b\[(?:3[1-69]|90)m/g;

/** Every sequence that {@link paint} writes. */
const STYLE_SEQUENCES = /\x1b\[\d+m/g;

/**
 * Text with the sequences that make it look like `style`. The view writes its lines in Unicode and in colour;
 * {@link dress} is the one place where a terminal that has either not is thought of.
 */
export function paint(text: string, style: Style | undefined): string {
  if (style === undefined || text === "") return text;
  let painted = text;
  if (style.color !== undefined) painted = `\x1b[${COLORS[style.color]}m${painted}\x1b[39m`;
  if (style.bold === true || style.dim === true) {
    painted = `${style.bold === true ? "\x1b[1m" : ""}${style.dim === true ? "\x1b[2m" : ""}${painted}\x1b[22m`;
  }
  return style.inverse === true ? `\x1b[7m${painted}\x1b[27m` : painted;
}

/** The text that was painted. */
export function unpainted(painted: string): string {
  return painted.replace(STYLE_SEQUENCES, "");
}

/** A finished line as `theme` allows it: the same cells, fewer colours, other characters. */
export function dress(line: string, { color, ascii }: Theme): string {
  const coloured = color ? line : line.replace(COLOR_SEQUENCES, "");
  return ascii ? toAscii(coloured) : coloured;
}
