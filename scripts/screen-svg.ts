import type { Terminal } from "@xterm/headless";

type Buffer = Terminal["buffer"]["active"];
type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Buffer["getLine"]>>["getCell"]>>;

/** One cell in the picture, in pixels. */
const CELL = { width: 8.4, height: 18, baseline: 13.5, fontSize: 14 };
const PADDING = 14;

const BACKGROUND = "#0d1117";
const FOREGROUND = "#d1d7de";

/** The sixteen colours of a terminal: eight, then the bright ones. */
const PALETTE = [
  ...["#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4"],
  ...["#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff"],
];

/** Which of its cell's edges a box drawing character reaches from the middle: up, right, down, left. */
const BOX_LINES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "─": [0, 1, 0, 1],
  "│": [1, 0, 1, 0],
  "┌": [0, 1, 1, 0],
  "┐": [0, 0, 1, 1],
  "└": [1, 1, 0, 0],
  "┘": [1, 0, 0, 1],
  "├": [1, 1, 1, 0],
  "┤": [1, 0, 1, 1],
};

interface Look {
  readonly color: string;
  readonly background: string;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** A stretch of one line whose cells look the same. */
interface Run extends Look {
  readonly column: number;
  text: string;
  cells: number;
}

/**
 * Draws a terminal's screen as SVG. Every character stands exactly in its cell, whatever font the reader has:
 * text is stretched to its cells, blocks and lines are drawn.
 */
export function screenSvg(buffer: Buffer, columns: number, rows: number): string {
  const width = columns * CELL.width + 2 * PADDING;
  const height = rows * CELL.height + 2 * PADDING;
  const lines = Array.from({ length: rows }, (_, row) => lineSvg(runsOf(buffer, row, columns), row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-label="nstop in a terminal">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.fontSize}" shape-rendering="crispEdges" xml:space="preserve">`,
    ...lines.filter((line) => line !== ""),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function runsOf(buffer: Buffer, row: number, columns: number): Run[] {
  const line = buffer.getLine(buffer.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const text = cell.getChars() || " ";
    const look = lookOf(cell);
    const last = runs.at(-1);
    // What is not ASCII may come from another font: each such character is placed by itself.
    const continues = last !== undefined && sameLook(last, look) && isPlain(text) && isPlain(last.text);
    if (continues) {
      last.text += text;
      last.cells += cell.getWidth();
    } else runs.push({ ...look, column, text, cells: cell.getWidth() });
  }
  return runs;
}

function lookOf(cell: Cell): Look {
  const own = cell.isFgPalette() ? (PALETTE[cell.getFgColor()] ?? FOREGROUND) : FOREGROUND;
  const behind = cell.isBgPalette() ? (PALETTE[cell.getBgColor()] ?? BACKGROUND) : BACKGROUND;
  const [color, background] = cell.isInverse() ? [behind, own] : [own, behind];
  return { color, background, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
}

function sameLook(a: Look, b: Look): boolean {
  return a.color === b.color && a.background === b.background && a.bold === b.bold && a.dim === b.dim;
}

function lineSvg(runs: readonly Run[], row: number): string {
  const top = PADDING + row * CELL.height;
  return runs.map((run) => backgroundSvg(run, top) + glyphsSvg(run, top)).join("");
}

function backgroundSvg({ column, cells, background }: Run, top: number): string {
  if (background === BACKGROUND) return "";
  return rectangle(left(column), top, cells * CELL.width, CELL.height, background);
}

function glyphsSvg(run: Run, top: number): string {
  if (run.text.trim() === "") return "";
  return blockSvg(run, top) ?? boxSvg(run, top) ?? textSvg(run, top);
}

function textSvg({ column, text, cells, color, bold, dim }: Run, top: number): string {
  const lead = text.length - text.trimStart().length;
  const shown = text.trim();
  const width = isPlain(text) ? shown.length * CELL.width : cells * CELL.width;
  const style = `${bold ? ' font-weight="bold"' : ""}${dim ? ' opacity="0.6"' : ""}`;
  return `<text x="${number(left(column + lead))}" y="${number(top + CELL.baseline)}" fill="${color}"${style} textLength="${number(width)}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`;
}

/** Eighths of a cell: `▁` to `█` from below, `▉` to `▏` from the left, `▕` at the right; `null` for all else. */
function blockSvg({ column, text, color }: Run, top: number): string | null {
  const code = text.codePointAt(0) ?? 0;
  const x = left(column);
  if (code >= 0x2581 && code <= 0x2588) {
    const part = ((code - 0x2580) / 8) * CELL.height;
    return rectangle(x, top + CELL.height - part, CELL.width, part, color);
  }
  if (code >= 0x2589 && code <= 0x258f) {
    return rectangle(x, top, ((0x2590 - code) / 8) * CELL.width, CELL.height, color);
  }
  return code === 0x2595
    ? rectangle(x + (CELL.width * 7) / 8, top, CELL.width / 8, CELL.height, color)
    : null;
}

function boxSvg({ column, text, color, dim }: Run, top: number): string | null {
  const reach = BOX_LINES[text];
  if (reach === undefined) return null;
  const [up, right, down, back] = reach;
  const [x, y] = [left(column) + CELL.width / 2, top + CELL.height / 2];
  const [h, v] = [CELL.width / 2, CELL.height / 2];
  const path = `M${number(x)} ${number(y - up * v)}V${number(y + down * v)}M${number(x - back * h)} ${number(y)}H${number(x + right * h)}`;
  return `<path d="${path}" stroke="${color}"${dim ? ' opacity="0.6"' : ""}/>`;
}

function rectangle(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}"/>`;
}

function left(column: number): number {
  return PADDING + column * CELL.width;
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
