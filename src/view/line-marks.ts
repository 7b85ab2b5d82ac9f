/**
 * Marks are private-use characters that take one cell each. No name on the host can pass for one: nothing but marks
 * reaches Ink.
 */
const FIRST_MARK = 0x100000;

/**
 * How many lines have a mark at a time: those of many frames. They must be more than two frames have, or a mark would
 * change hands while what it stood for is still on the screen.
 */
const MARKS = 2048;

/** Finds the marks in what Ink writes. */
export const MARK = /[\u{100000}-\u{1007ff}]/gu;

/** Gives each finished line a mark of one character, which stands for it on its way through Ink. */
export class LineMarks {
  /** The mark of each line. The line that was not drawn for longest is the first. */
  readonly #marks = new Map<string, string>();
  readonly #lines = new Map<string, string>();

  /** The mark of a line. The same line has the same mark, so that one that did not change looks like it. */
  markOf(line: string): string {
    const mark = this.#marks.get(line) ?? this.#freeMark();
    this.#marks.delete(line);
    this.#marks.set(line, mark);
    this.#lines.set(mark, line);
    return mark;
  }

  /** The line that a mark stands for. */
  lineOf(mark: string): string {
    return this.#lines.get(mark) ?? "";
  }

  /** A mark that was never given, or else that of the line which was not drawn for longest. */
  #freeMark(): string {
    const { size } = this.#marks;
    const [oldest] = size < MARKS ? [] : this.#marks;
    if (oldest === undefined) return String.fromCodePoint(FIRST_MARK + size);
    const [line, mark] = oldest;
    this.#marks.delete(line);
    return mark;
  }
}
