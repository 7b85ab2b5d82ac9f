import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { type LineMarks, MARK } from "./line-marks.ts";
import { type PaintedCells, paintedCells, patchLine } from "./patch-line.ts";

/** How Ink begins a frame of which it writes only the lines that changed: it goes up to the first. */
const FROM_THE_TOP = /^\x1b\[\d+A/;

/** What leads from a line to the next: past one that stays, or on from one that was written. */
const NEXT_LINE = /(\x1b\[E|\n)/;

/** How Ink goes past a line that stays. */
const NEXT = "\x1b[E";
const UNCHANGED = /(?:\x1b\[E){2,}/g;

/** What Ink writes before a line that changed. */
const CLEAR = "\x1b[1G\x1b[K";

/** What changes nothing on the screen: frames stand between two of these, and Ink writes "" to wait for what is before it. */
const NO_CHANGE = /^(?:\x1b\[\?2026[hl])?$/;

/** A mode of the terminal that is set or reset, such as its other screen or the cursor. */
const MODE = /\x1b\[\?(\d+)([hl])/g;

/** What a frame from nothing begins with, whatever was half drawn before. */
const START_ANEW = "\x1b[?2026l\x1b[0m";
const BLANK = "\x1b[H\x1b[2J";

/** What is asked of a terminal. */
export type FrameTerminal = Pick<WriteStream, "columns" | "rows" | "on" | "off">;

/** What takes the texts for the terminal. */
export interface FrameOutput {
  /** @returns Whether the terminal gets it; `false`: it takes no more now. */
  write(text: string): boolean;
  /** Writes what must not be lost. */
  insist(text: string): void;
}

/**
 * The terminal as Ink sees it. Ink says where each line stands and which have changed; here the line takes the place of
 * its mark, or only those of its cells that changed.
 */
export class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: FrameTerminal;
  readonly #output: FrameOutput;
  readonly #marks: LineMarks;
  /** Modes that the terminal was to be in, and has not been told. */
  readonly #owed = new Map<string, string>();
  /** Nothing is known of what stands on the screen. */
  #isLost = false;
  /** The line that is known to stand on each row of the screen; none where it cannot be patched. */
  #shown: (PaintedCells | null)[] = [];
  /** Of the terminal when it was last written to. */
  #size: { readonly columns: number; readonly rows: number };

  constructor(terminal: FrameTerminal, output: FrameOutput, marks: LineMarks) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#output = output;
    this.#marks = marks;
    this.#size = sizeOf(terminal);
    terminal.on("resize", this.#tellResize);
  }

  /** Every line is one mark: Ink has no wider frame to keep in its mind. */
  get columns(): number {
    return 1;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** From here on waits for a whole frame, and draws that from nothing. */
  startAnew(): void {
    this.#isLost = true;
  }

  /** Lets go of the terminal, which gets the modes that it was to be in. */
  close(): void {
    this.#terminal.off("resize", this.#tellResize);
    if (this.#owed.size > 0) this.#output.insist(START_ANEW + this.#takeOwed());
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    const blanked = this.#resized();
    const written = blanked + (FROM_THE_TOP.test(text) ? this.#changes(text) : this.#anew(text));
    if (this.#isLost) this.#writeAnew(written, text);
    else if (!this.#output.write(written)) this.#oweModes(written);
    done();
  }

  #writeAnew(written: string, text: string): void {
    // Ink blanks what it takes to be there before it draws.
    const isFrame = text.search(MARK) >= 0;
    const whole = isFrame ? START_ANEW + this.#takeOwed() + BLANK + written : written;
    if (!isFrame || !this.#output.write(whole)) this.#oweModes(whole);
    if (isFrame) this.#isLost = false;
  }

  #oweModes(text: string): void {
    for (const [sequence, mode = ""] of text.matchAll(MODE)) this.#owed.set(mode, sequence);
  }

  #takeOwed(): string {
    const modes = [...this.#owed.values()].join("");
    this.#owed.clear();
    return modes;
  }

  /**
   * Forgets what stands on a terminal of another size, and blanks the columns that it has gained: some terminals show
   * there again what they had before they lost them.
   */
  #resized(): string {
    const former = this.#size.columns;
    const { columns, rows } = sizeOf(this.#terminal);
    if (columns === former && rows === this.#size.rows) return "";
    this.#size = { columns, rows };
    this.#shown = [];
    // Neither is a number where the terminal does not say it.
    if (!(columns > former)) return "";
    const erase = Array.from({ length: rows }, (_, row) => `\x1b[${row + 1};${former + 1}H\x1b[K`);
    return `\x1b7${erase.join("")}\x1b8`;
  }

  /** A frame that is written from nothing; where its lines come to stand is learnt as they change. */
  #anew(text: string): string {
    if (!NO_CHANGE.test(text)) this.#shown = [];
    return text.replaceAll(MARK, (mark) => this.#marks.lineOf(mark));
  }

  #changes(text: string): string {
    const pieces = text.split(NEXT_LINE);
    const changed = pieces.map((piece, at) => (at % 2 === 0 ? this.#change(piece, at / 2) : piece));
    return changed.join("").replaceAll(UNCHANGED, (lines) => `\x1b[${lines.length / NEXT.length}E`);
  }

  #change(piece: string, row: number): string {
    const at = piece.indexOf(CLEAR);
    if (at < 0) return piece;
    const [mark] = piece.match(MARK) ?? [];
    const line = mark === undefined ? null : this.#marks.lineOf(mark);
    const before = this.#shown[row] ?? null;
    const cells = line === null ? null : paintedCells(line);
    this.#shown[row] = cells;
    if (line === null) return piece;
    const patch = before === null || cells === null ? null : patchLine(before, cells);
    const whole = CLEAR + line;
    return piece.slice(0, at) + (patch !== null && patch.length < whole.length ? patch : whole);
  }

  readonly #tellResize = (): void => {
    this.emit("resize");
  };
}

function sizeOf({ columns, rows }: FrameTerminal): { readonly columns: number; readonly rows: number } {
  return { columns, rows };
}
