import fc from "fast-check";
import { decodeText, encodeText } from "../../src/host/text.ts";
import type { FuzzedReader } from "./fuzzed-reader.ts";

/** What a reader keeps, whatever it is given. */
export interface ReaderProperty {
  readonly name: string;
  readonly property: fc.IProperty<unknown>;
}

/** Every property of a reader: for the tests in small numbers, for `npm run fuzz` as long as one likes. */
export function readerProperties(reader: FuzzedReader): readonly ReaderProperty[] {
  const keeps = (name: string, text: fc.Arbitrary<string>): ReaderProperty => ({
    name: `keeps its word on ${name}`,
    property: fc.property(text, (given) => keepsItsWord(reader, given)) as fc.IProperty<unknown>,
  });
  return [
    keeps("any text", fc.string({ unit: "binary", maxLength: 200 })),
    keeps("any bytes", fc.uint8Array({ maxLength: 200 }).map(decodeText)),
    keeps("words that files are made of", words()),
    keeps("any JSON", fc.json()),
    keeps("what it takes with bytes that are others", damaged(reader.samples)),
    keeps("what it takes cut off anywhere", cutOff(reader.samples)),
    keeps("what it takes with lines missing, doubled or in another order", lines(reader.samples)),
    ...(jsonSamples(reader).length === 0
      ? []
      : [keeps("what it takes with values that are others", otherValues(jsonSamples(reader)))]),
    ...piecesProperty(reader),
  ];
}

/**
 * Whether it gives something sound, or throws what it is documented to throw.
 *
 * @throws What else it throws, for who looks for the fault.
 */
export function keepsItsWord({ read, throws, isSound }: FuzzedReader, text: string): boolean {
  try {
    return isSound(read(text));
  } catch (error) {
    if (throws.some((known) => error instanceof known)) return true;
    throw error;
  }
}

/** Each beginning of each text that a reader takes. */
export function* beginnings({ samples }: FuzzedReader): Generator<string> {
  for (const bytes of samples.map(encodeText)) {
    for (let length = 0; length < bytes.length; length += 1) yield decodeText(bytes.subarray(0, length));
  }
}

/** Who reads piece by piece reads the same, wherever the pieces begin. */
function piecesProperty({ samples, readPieces }: FuzzedReader): readonly ReaderProperty[] {
  if (readPieces === undefined) return [];
  const text = fc.oneof(fc.constantFrom(...samples), damaged(samples));
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });
  const property = fc.property(text, cuts, (given, at) => {
    const whole = outcome(() => readPieces([given]));
    return outcome(() => readPieces(cutAt(given, at))) === whole;
  });
  return [
    { name: "reads the same wherever it is cut into pieces", property: property as fc.IProperty<unknown> },
  ];
}

/** In bytes: a character may be cut in the middle. */
function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const bytes = encodeText(text);
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => decodeText(bytes.subarray(places[index], end)));
}

function outcome(act: () => unknown): string {
  try {
    return JSON.stringify(act()) ?? "";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

const WORDS = [
  ...[" ", " ", "\t", "\n", "\n", ":", "/", "-", "=", ",", "(", ")", "\\040", "\\", "\u0000", "\u2028"],
  ...["{", "}", "[", "]", '"', '":', "\u001b[", "\u001b", "\u0007", "~"],
  ..."0 1 7F 0A max -1 18446744073709551616 99999999999999999999999 0100007F 1e9 0x10 . NaN kB some full".split(
    " ",
  ),
  ..."avg10= avg60= total= S Main: |-- 10.0.0.1 /24 __proto__ constructor toString lo eth0 cpu btime".split(
    " ",
  ),
];

function words(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((some) => some.join(""));
}

function damaged(samples: readonly string[]): fc.Arbitrary<string> {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
  return fc.tuple(fc.constantFrom(...samples), damage).map(([sample, changes]) => {
    const bytes = encodeText(sample);
    for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return decodeText(bytes);
  });
}

function cutOff(samples: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...samples), fc.nat()).map(([sample, length]) => {
    const bytes = encodeText(sample);
    return decodeText(bytes.subarray(0, length % (bytes.length + 1)));
  });
}

function lines(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .constantFrom(...samples)
    .chain((sample) => fc.array(fc.constantFrom(...sample.split("\n")), { maxLength: 12 }))
    .map((some) => some.map((line) => `${line}\n`).join(""));
}

function jsonSamples({ samples }: FuzzedReader): readonly string[] {
  return samples.filter((sample) => /^\s*[[{]/.test(sample) && isJson(sample));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function otherValues(samples: readonly string[]): fc.Arbitrary<string> {
  const changes = fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.constantFrom(...samples), changes).map(([sample, some]) => {
    let text = sample;
    for (const [at, value] of some) text = withOtherValue(text, at, value);
    return text;
  });
}

/** The JSON text with its `at`th value replaced. */
function withOtherValue(text: string, at: number, other: unknown): string {
  let count = 0;
  JSON.parse(text, (_name, value: unknown) => {
    count += 1;
    return value;
  });
  let place = at % count;
  return JSON.stringify(
    JSON.parse(text, (_name, value: unknown) => {
      place -= 1;
      return place === -1 ? other : value;
    }),
  );
}
