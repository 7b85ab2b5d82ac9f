import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { type LineMarks, MARK } from "./line-marks.ts";
import { patchLine } from "./patch-line.ts";

/** How Ink begins a frame of which it writes only the lines that changed: it goes up to the first. */
const FROM_THE_TOP = /^\x1b\[\d+A/;

/** What leads from a line to the next: past one that stays, or on from one that was written. */
const NEXT_LINE = /(\x1b\[E|\n)/;

/** What Ink writes before a line that changed. */
const CLEAR = "\x1b[1G\x1b[K";

/** What changes nothing on the screen: frames stand between two of these, and Ink writes "" to wait for what is before it. */
const NO_CHANGE = /^(?:\x1b\[\?2026[hl])?$/;

/**
 * The terminal as Ink sees it. Ink says where each line stands and which have changed; here the line takes the place of
 * its mark, or only those of its cells that changed.
 */
export class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: WriteStream;
  readonly #marks: LineMarks;
  /** The line that is known to stand on each row of the screen. */
  #shown: (string | null)[] = [];
  /** Width of what was last written. */
  #columns: number;

  constructor(terminal: WriteStream, marks: LineMarks) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#marks = marks;
    this.#columns = terminal.columns;
    terminal.on("resize", this.#resized);
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Lets go of the terminal. */
  close(): void {
    this.#terminal.off("resize", this.#resized);
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    const written = FROM_THE_TOP.test(text) ? this.#changes(text) : this.#anew(text);
    this.#terminal.write(this.#widened() + written);
    done();
  }

  /**
   * Blanks the columns that the terminal has gained. Some terminals show there again what they had before they lost
   * them, which neither Ink knows of nor the line that is known to be there.
   */
  #widened(): string {
    const { columns, rows } = this.#terminal;
    const former = this.#columns;
    this.#columns = columns;
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
    return pieces.map((piece, at) => (at % 2 === 0 ? this.#change(piece, at / 2) : piece)).join("");
  }

  #change(piece: string, row: number): string {
    const at = piece.indexOf(CLEAR);
    if (at < 0) return piece;
    const [mark] = piece.match(MARK) ?? [];
    const line = mark === undefined ? null : this.#marks.lineOf(mark);
    const before = this.#shown[row] ?? null;
    this.#shown[row] = line;
    if (line === null) return piece;
    const patch = before === null ? null : patchLine(before, line);
    const whole = CLEAR + line;
    return piece.slice(0, at) + (patch !== null && patch.length < whole.length ? patch : whole);
  }

  readonly #resized = (): void => {
    this.emit("resize");
  };
}
