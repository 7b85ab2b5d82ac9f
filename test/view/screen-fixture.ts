import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import headless from "@xterm/headless";
import type { FrameOutput } from "../../src/view/frame-stream.ts";
import type { Size } from "../../src/view/ui-state.ts";

type Cell = NonNullable<
  ReturnType<InstanceType<typeof headless.Terminal>["buffer"]["active"]["getNullCell"]>
>;

/** A terminal's screen: what stands in each of its cells, and how it looks. */
export class Screen {
  readonly #terminal: InstanceType<typeof headless.Terminal>;

  constructor({ columns, rows }: Size) {
    this.#terminal = new headless.Terminal({
      ...{ cols: columns, rows, scrollback: 0 },
      // As the line discipline of a real one does.
      convertEol: true,
      allowProposedApi: true,
      logLevel: "off",
    });
  }

  /** Returns once it is on the screen. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  resize({ columns, rows }: Size): void {
    this.#terminal.resize(columns, rows);
  }

  /** The rows, with a note before each cell that looks different from the one before it. */
  get rows(): readonly string[] {
    return Array.from({ length: this.#terminal.rows }, (_, row) => this.#row(row).trimEnd());
  }

  #row(row: number): string {
    const line = this.#terminal.buffer.active.getLine(row);
    let current = PLAIN;
    let seen = "";
    for (let column = 0; column < this.#terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      // The second half of a wide character.
      if (cell === undefined || cell.getWidth() === 0) continue;
      const look = lookOf(cell);
      if (look !== current) seen += `⟨${look}⟩`;
      current = look;
      seen += cell.getChars() || " ";
    }
    return seen;
  }
}

function lookOf(cell: Cell): string {
  return [
    ...[cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()],
    ...[cell.isBold(), cell.isDim(), cell.isInverse(), cell.isItalic(), cell.isUnderline()],
    ...[cell.isBlink(), cell.isInvisible(), cell.isStrikethrough(), cell.isOverline()],
  ].join(" ");
}

const PLAIN = lookOf(new headless.Terminal({ allowProposedApi: true }).buffer.active.getNullCell());

/** What the rows of a screen are when nothing but these lines was ever written to it, from the top. */
export async function rowsOf(size: Size, lines: readonly string[]): Promise<readonly string[]> {
  const screen = new Screen(size);
  await screen.write(lines.join("\n"));
  return screen.rows;
}

/** A terminal that keeps what it is sent. */
export class FakeTerminal extends Writable {
  readonly isTTY = true;
  readonly screen: Screen;
  columns: number;
  rows: number;
  #unread = "";

  constructor(size: Size) {
    super({ decodeStrings: false });
    this.screen = new Screen(size);
    this.columns = size.columns;
    this.rows = size.rows;
  }

  get stream(): WriteStream {
    return this as unknown as WriteStream;
  }

  /** Takes whatever is written, at once. */
  get output(): FrameOutput {
    return { write: (text) => this.write(text), insist: (text) => void this.write(text) };
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    this.#unread += text;
    done();
  }

  /** A person changes its size. */
  resize({ columns, rows }: Size): void {
    this.screen.resize({ columns, rows });
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }

  /** What it was sent since this was last asked, which stands on the screen then. */
  async read(): Promise<string> {
    const text = this.#unread;
    this.#unread = "";
    await this.screen.write(text);
    return text;
  }
}
