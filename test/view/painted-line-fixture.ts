import fc from "fast-check";
import { cellsOf } from "../../src/report/pad.ts";
import { paint, type Style } from "../../src/view/theme.ts";

/** A text, or a part of a line that looks like `style` where nothing in it looks different. */
type Part = string | { readonly style: Style | undefined; readonly parts: readonly Part[] };

/** A line that stands on the screen, and the one that takes its place. */
export interface Change {
  readonly before: string;
  readonly after: string;
}

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const DRAWN = [..."·×›…←↑→↓─│├└▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▕▴▸▾○●"];

/** Characters that take two cells, that share one, or of which nobody said how many they take. */
const OTHERS = ["漢", "字", "コ", "e\u0301", "n\u0303\u0323", "ñ", "é", "ß"];

const style = fc.record(
  {
    color: fc.constantFrom("red", "green", "yellow", "blue", "magenta", "cyan", "gray"),
    bold: fc.boolean(),
    dim: fc.boolean(),
    inverse: fc.boolean(),
  },
  { requiredKeys: [] },
) satisfies fc.Arbitrary<Style>;

/** Painted lines of at most so many cells, each with one that may share much of it. */
export function arbitraryChange(columns: number, others = true): fc.Arbitrary<Change> {
  const character = fc.oneof(
    { weight: 90, arbitrary: fc.constantFrom(...ASCII) },
    { weight: 10, arbitrary: fc.constantFrom(...DRAWN) },
    { weight: others ? 1 : 0, arbitrary: fc.constantFrom(...OTHERS) },
  );
  const text = fc.string({ unit: character, maxLength: 24 });
  const { part } = fc.letrec<{ part: Part }>((tie) => ({
    part: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      text,
      fc.record({
        style: fc.option(style, { nil: undefined }),
        parts: fc.array(tie("part"), { maxLength: 4 }),
      }),
    ),
  }));
  const parts = fc.array(fc.record({ part, instead: fc.option(part, { freq: 2 }) }), { maxLength: 8 });
  return fc.tuple(parts, fc.nat(8)).map(([all, kept]) => ({
    before: lineOf(
      all.map(({ part }) => part),
      columns,
    ),
    after: lineOf(
      all.slice(0, kept).map(({ part, instead }) => instead ?? part),
      columns,
    ),
  }));
}

function lineOf(parts: readonly Part[], columns: number): string {
  let room = columns;
  const draw = (part: Part): string => {
    if (typeof part !== "string") return paint(part.parts.map(draw).join(""), part.style);
    let drawn = "";
    for (const character of part.normalize("NFD").match(/\P{M}\p{M}*/gu) ?? []) {
      room -= cellsOf(character);
      if (room < 0) break;
      drawn += character;
    }
    return drawn;
  };
  return parts.map(draw).join("");
}
