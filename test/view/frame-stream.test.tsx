import fc from "fast-check";
import { Box, type Instance, render, renderToString } from "ink";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import { Frame } from "../../src/view/app.tsx";
import { FrameStream } from "../../src/view/frame-stream.ts";
import { Lines, MarksContext } from "../../src/view/line.tsx";
import { LineMarks, MARK } from "../../src/view/line-marks.ts";
import { paint } from "../../src/view/theme.ts";
import type { Size } from "../../src/view/ui-state.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";
import { arbitraryChange } from "./painted-line-fixture.ts";
import { FakeTerminal, rowsOf } from "./screen-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const INK_OPTIONS = {
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
} as const;

/** Frames on a terminal, drawn by Ink as the program has it draw them. */
class Drawing {
  readonly #terminal: FakeTerminal;
  readonly #marks = new LineMarks();
  readonly #stream: FrameStream;
  #ink: Instance | null = null;

  /** @param onResize Draws the frame for the new size, before Ink knows that there is one. */
  constructor(size: Size, onResize: () => void = () => {}) {
    this.#terminal = new FakeTerminal(size);
    this.#terminal.on("resize", onResize);
    this.#stream = new FrameStream(this.#terminal.stream, this.#terminal.output, this.#marks);
  }

  get size(): Size {
    return { columns: this.#terminal.columns, rows: this.#terminal.rows };
  }

  get rows(): readonly string[] {
    return this.#terminal.screen.rows;
  }

  draw(frame: ReactNode): void {
    const app = <MarksContext value={this.#marks}>{frame}</MarksContext>;
    if (this.#ink === null) this.#ink = render(app, { ...INK_OPTIONS, stdout: this.#stream });
    else this.#ink.rerender(app);
  }

  resize(size: Size): void {
    this.#terminal.resize(size);
  }

  /** What all that was drawn since sent to the terminal, which shows it then. */
  async sent(): Promise<string> {
    await this.#ink?.waitUntilRenderFlush();
    return await this.#terminal.read();
  }

  close(): void {
    this.#ink?.unmount();
    this.#stream.close();
  }
}

let drawing: Drawing;
afterEach(() => drawing.close());

/** Draws lines and nothing else, and returns what that sent. */
async function send(...lines: readonly string[]): Promise<string> {
  drawing.draw(
    <Box flexDirection="column" {...widthAndHeight(drawing.size)}>
      <Lines lines={lines} />
    </Box>,
  );
  return await drawing.sent();
}

function widthAndHeight({ columns, rows }: Size) {
  return { width: columns, height: rows };
}

/** Columns of the narrowest terminal. */
const NARROW = 30;
const size = fc.record({
  columns: fc.constantFrom(NARROW, NARROW + 1, 2 * NARROW),
  rows: fc.integer({ min: 1, max: 12 }),
});

/** How many lines there are for frames to show some of. */
const LINES = 18;

/** What a frame shows: a stretch of the lines, some of them changed. */
const content = fc.record({
  from: fc.nat(6),
  count: fc.nat(12),
  changed: fc.array(fc.boolean(), { minLength: LINES, maxLength: LINES }),
  /** Whether it is as large as the terminal, or only as high as what it shows. */
  fills: fc.boolean(),
});

test("after any frames the terminal shows the last one, and never a mark", async () => {
  const changes = fc.array(arbitraryChange(NARROW), { minLength: LINES, maxLength: LINES });
  const steps = fc.array(fc.record({ content, size: fc.option(size, { freq: 5 }) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(size, changes, content, steps, async (firstSize, all, first, others) => {
      let now = first;
      const lines = () =>
        all
          .map(({ before, after }, place) => (now.changed[place] === true ? after : before))
          .slice(now.from, now.from + now.count)
          .slice(0, drawing.size.rows);
      const draw = () =>
        drawing.draw(
          <Box flexDirection="column" {...(now.fills ? widthAndHeight(drawing.size) : {})}>
            <Lines lines={lines()} />
          </Box>,
        );
      drawing = new Drawing(firstSize, draw);
      for (const step of [{ content: first, size: null }, ...others]) {
        if (step.size !== null) drawing.resize(step.size);
        now = step.content;
        draw();
        expect((await drawing.sent()).match(MARK)).toBe(null);
        expect(drawing.rows).toEqual(await rowsOf(drawing.size, lines()));
      }
      drawing.close();
    }),
    { numRuns: 30 },
  );
});

const KEYS = [
  ...["down", "up", "page-down", "home", "end", "enter", "escape", "?", "/", "a", "c", "g", "t", "s", "r"],
  ...["tab", "2", "4", "right", "left", "p"],
];

test("after any keys the terminal shows the screen that they lead to", async () => {
  const step = fc.record({
    keys: fc.array(fc.constantFrom(...KEYS), { maxLength: 3 }),
    percent: fc.double({ min: 0, max: 999, noNaN: true }),
    size: fc.option(
      fc.record({ columns: fc.integer({ min: 38, max: 120 }), rows: fc.integer({ min: 8, max: 30 }) }),
      { freq: 8 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const ui = new TestUi({ columns: 100, rows: 20 });
      const draw = () => drawing.draw(<Frame view={ui.view} />);
      drawing = new Drawing(ui.view.state.size, () => {
        ui.store.resize(drawing.size);
        draw();
      });
      for (const { keys, percent, size } of steps) {
        say(ui, percent);
        ui.press(...keys);
        if (size !== null) drawing.resize(size);
        draw();
        expect((await drawing.sent()).match(MARK)).toBe(null);
        const { columns } = drawing.size;
        const lines = renderToString(<Frame view={ui.view} />, { columns }).split("\n");
        expect(drawing.rows).toEqual(await rowsOf(drawing.size, lines));
      }
      drawing.close();
    }),
    { numRuns: 15 },
  );
});

/** A sample in which the CPU time of everything is another one. */
function say(ui: TestUi, percent: number): void {
  const group = groupOf("api", {
    engine: "docker",
    cpu: { percent, limitPercent: null, throttledPercent: null },
  });
  const groups = [
    group,
    ...["データベース", "cache", "web"].map((name) => groupOf(name, { cpu: group.cpu })),
  ];
  const target = { kind: "group", groupId: "api" } as const;
  const processes = Array.from({ length: 40 }, (_, index) =>
    processOf(4711 + index, { command: ["日本", `${index}`], cpuPercent: (percent * index) % 100 }),
  );
  ui.answer(groups, detailOf({ target, group, processes }));
}

test("a title that changes when all marks are given is seen to change", async () => {
  drawing = new Drawing({ columns: 20, rows: 24 });
  const rows = (frame: number) => Array.from({ length: 23 }, (_, row) => `row ${frame}.${row}`);
  // With the title's, these are all 2048.
  for (let frame = 0; frame < 89; frame += 1) await send("title", ...rows(frame));
  const frame = ["another", ...rows(89)];
  await send(...frame);
  expect(drawing.rows).toEqual(frame);
});

test("of thousands of lines that scroll by, those of the last frame are there", async () => {
  drawing = new Drawing({ columns: 20, rows: 12 });
  for (let top = 0; top < 5000; top += 8) {
    const frame = ["title", ...Array.from({ length: 11 }, (_, row) => `row ${top + row}`)];
    await send(...frame);
    expect(drawing.rows).toEqual(frame);
  }
});

/** How Ink begins and ends what it writes of a frame. */
const [BEGIN, END] = ["\x1b[?2026h", "\x1b[?2026l"];

test("of a line that is known to be there only the cells that changed are sent", async () => {
  drawing = new Drawing({ columns: 30, rows: 3 });
  const cpu = (percent: number) => `CPU ${paint(`${percent}%`, { color: "green" })}   load 2.1 1.8 1.2`;
  expect(await send("title", cpu(43), "footer")).toContain(`title\n${cpu(43)}\nfooter`);
  expect(await send("title", cpu(44), "footer")).toBe(`${BEGIN}\x1b[2A\x1b[E\x1b[1G\x1b[K${cpu(44)}\n${END}`);
  expect(await send("title", cpu(45), "footer")).toBe(`${BEGIN}\x1b[2A\x1b[E\x1b[6G\x1b[32m5\x1b[0m\n${END}`);
  expect(await send("title", cpu(45), "footer")).toBe("");
});

test("a line is sent whole where its parts would be longer", async () => {
  drawing = new Drawing({ columns: 30, rows: 2 });
  const row = (text: string) =>
    paint(`${text}${paint(text, { color: "red" })}${text}${paint(text, { bold: true })}`, { inverse: true });
  for (const text of ["a", "b"]) await send("title", row(text));
  expect(await send("title", row("c"))).toBe(`${BEGIN}\x1b[1A\x1b[E\x1b[1G\x1b[K${row("c")}${END}`);
});

test("Ink hears that the terminal's height has changed until the stream is closed", () => {
  const terminal = new FakeTerminal({ columns: 80, rows: 24 });
  const stream = new FrameStream(terminal.stream, terminal.output, new LineMarks());
  const sizes: Size[] = [];
  stream.on("resize", () => sizes.push({ columns: stream.columns, rows: stream.rows }));
  terminal.resize({ columns: 100, rows: 30 });
  stream.close();
  terminal.resize({ columns: 40, rows: 10 });
  expect(sizes).toEqual([{ columns: 1, rows: 30 }]);
  expect(terminal.listenerCount("resize")).toBe(0);
});

test("a terminal that has missed frames shows the last one once it reads again, in the modes that it missed", async () => {
  const terminal = new FakeTerminal({ columns: 30, rows: 3 });
  const marks = new LineMarks();
  let takes = true;
  const output = {
    write: (text: string) => takes && terminal.output.write(text),
    insist: (text: string) => terminal.output.insist(text),
  };
  const stream = new FrameStream(terminal.stream, output, marks);
  const frameOf = (...lines: readonly string[]) => (
    <MarksContext value={marks}>
      <Box flexDirection="column" width={30} height={3}>
        <Lines lines={lines} />
      </Box>
    </MarksContext>
  );
  takes = false;
  const ink = render(frameOf("never", "seen", "a"), { ...INK_OPTIONS, stdout: stream });
  ink.rerender(frameOf("never", "seen", "b"));
  await ink.waitUntilRenderFlush();
  expect(await terminal.read()).toBe("");
  takes = true;
  stream.startAnew();
  ink.clear();
  ink.rerender(frameOf("title", "row", "c"));
  await ink.waitUntilRenderFlush();
  const sent = await terminal.read();
  expect(sent).toContain("\x1b[?1049h");
  expect(sent).toContain("\x1b[?25l");
  expect(terminal.screen.rows).toEqual(await rowsOf({ columns: 30, rows: 3 }, ["title", "row", "c"]));
  ink.rerender(frameOf("title", "row", "d"));
  await ink.waitUntilRenderFlush();
  await terminal.read();
  expect(terminal.screen.rows).toEqual(await rowsOf({ columns: 30, rows: 3 }, ["title", "row", "d"]));
  takes = false;
  ink.unmount();
  stream.close();
  expect(await terminal.read()).toMatch(/\x1b\[\?1049l.*\x1b\[\?25h|\x1b\[\?25h.*\x1b\[\?1049l/);
});
