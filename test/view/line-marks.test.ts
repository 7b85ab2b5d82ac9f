import fc from "fast-check";
import { expect, test } from "vitest";
import { LineMarks, MARK } from "../../src/view/line-marks.ts";

test("a line has one mark, of one character, as often as it is asked for", () => {
  const marks = new LineMarks();
  const mark = marks.markOf("CPU 43%");
  expect(mark.match(MARK)).toEqual([mark]);
  expect(marks.markOf("CPU 43%")).toBe(mark);
  expect(marks.lineOf(mark)).toBe("CPU 43%");
});

test("different lines have different marks, and none is a mark of nothing", () => {
  const marks = new LineMarks();
  const lines = ["", " ", "a", "\x1b[1ma\x1b[22m"];
  const given = lines.map((line) => marks.markOf(line));
  expect(new Set(given).size).toBe(lines.length);
  expect(given.map((mark) => marks.lineOf(mark))).toEqual(lines);
});

test("the lines of a frame and of the one before it keep their marks, whatever came before them", () => {
  const frame = fc.record({ from: fc.nat(6000), rows: fc.integer({ min: 200, max: 500 }) });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 8, maxLength: 20 }), (frames) => {
      const marks = new LineMarks();
      let before: readonly string[] = [];
      let given: readonly string[] = [];
      for (const { from, rows } of frames) {
        const lines = ["the title", ...Array.from({ length: rows }, (_, row) => `row ${from + row}`)];
        const drawn = lines.map((line) => marks.markOf(line));
        expect([...given, ...drawn].map((mark) => marks.lineOf(mark))).toEqual([...before, ...lines]);
        before = lines;
        given = drawn;
      }
    }),
    { numRuns: 30 },
  );
});

test("a line that was not drawn for long gives its mark to another", () => {
  const marks = new LineMarks();
  const given = new Set(Array.from({ length: 10_000 }, (_, line) => marks.markOf(`row ${line}`)));
  expect(given.size).toBe(2048);
  for (const mark of given) expect(mark.match(MARK)).toEqual([mark]);
});
