import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText, encodeText } from "../../src/host/text.ts";

/** A parser, and texts that it takes. */
export interface ParserCase {
  readonly name: string;
  readonly parse: (text: string) => unknown;
  readonly samples: readonly string[];
}

/** What every parser of kernel files keeps, whatever it is given. */
export function describeRobustness(parsers: readonly ParserCase[]): void {
  describe.each(parsers)("$name", ({ parse, samples }) => {
    test("takes what a host was seen to say", () => {
      for (const sample of samples) expect(outcome(parse, sample)).toBe("a record");
    });

    test("takes it without the newline at its end as well", () => {
      for (const sample of samples) {
        const chomped = sample.replace(/\n$/, "");
        expect(parse(chomped)).toEqual(parse(sample));
      }
    });

    test("throws nothing but SyntaxError on any text", () => {
      fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => kept(parse, text)));
    });

    test("throws nothing but SyntaxError on any bytes", () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => kept(parse, decodeText(bytes))));
    });

    test("throws nothing but SyntaxError on words that kernel files are made of", () => {
      const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(""));
      fc.assert(fc.property(text, (words) => kept(parse, words)));
    });

    test("throws nothing but SyntaxError wherever its file is cut off", () => {
      for (const bytes of samples.map(encodeText)) {
        for (let length = 0; length < bytes.length; length++) {
          expect(kept(parse, decodeText(bytes.subarray(0, length)))).toBe(true);
        }
      }
    });

    test("throws nothing but SyntaxError when bytes of its file are others", () => {
      const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(fc.constantFrom(...samples), damage, (sample, changes) => {
          const bytes = encodeText(sample);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          return kept(parse, decodeText(bytes));
        }),
      );
    });

    test("throws nothing but SyntaxError when lines of its file are missing, doubled or in another order", () => {
      fc.assert(
        fc.property(linesOf(samples), (lines) => kept(parse, lines.map((line) => `${line}\n`).join(""))),
      );
    });
  });
}

const WORDS = [
  ...[" ", " ", "\t", "\n", "\n", ":", "/", "-", "=", ",", "(", ")", "\\040", "\\", "\u0000", "\u2028"],
  ..."0 1 7F 0A max -1 18446744073709551616 99999999999999999999999 0100007F 1e9 0x10 . NaN kB some full".split(
    " ",
  ),
  ..."avg10= avg60= total= S Main: |-- 10.0.0.1 /24 __proto__ constructor toString lo eth0 cpu btime".split(
    " ",
  ),
];

function linesOf(samples: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc
    .constantFrom(...samples)
    .chain((sample) => fc.array(fc.constantFrom(...sample.split("\n")), { maxLength: 12 }));
}

function outcome(parse: (text: string) => unknown, text: string): string {
  try {
    return hasOnlyFiniteNumbers(parse(text)) ? "a record" : "a record with a number that is none";
  } catch (error) {
    return error instanceof SyntaxError ? "a SyntaxError" : `another error: ${String(error)}`;
  }
}

/** A parser answers with a record whose every number is one, or with a SyntaxError. */
function kept(parse: (text: string) => unknown, text: string): boolean {
  return ["a record", "a SyntaxError"].includes(outcome(parse, text));
}

function hasOnlyFiniteNumbers(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (value instanceof Map) return [...value].every(hasOnlyFiniteNumbers);
  if (value === null || typeof value !== "object") return value !== undefined;
  return Object.values(value).every(hasOnlyFiniteNumbers);
}
