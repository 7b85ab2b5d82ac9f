/**
 * `npm run fuzz [-- SECONDS | NAME …]`: gives everything that reads what others wrote whatever it can think of, for as long as
 * that: the properties of the tests (`test/fuzz`), and the same readers.
 *
 *   SECONDS       for each reader, 10
 *   NAME          only those with this in their names
 *   --seed N      the same values again; it is printed
 *
 * Ends with 1 when one did not keep its word, with 2 when it was asked wrongly.
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { EVERY_READER } from "../test/fuzz/every-reader.ts";
import type { FuzzedReader } from "../test/fuzz/fuzzed-reader.ts";
import { readerProperties } from "../test/fuzz/reader-properties.ts";

const SECONDS = 10;

const { seconds, seed, readers } = readArguments();
console.log(`fuzz: seed ${seed}, ${readers.length} readers, ${seconds} s each`);
let failures = 0;
for (const reader of readers) failures += fuzz(reader);
console.log(failures === 0 ? "fuzz: all kept their word" : `fuzz: ${failures} did not keep their word`);
process.exitCode = failures === 0 ? 0 : 1;

/** @returns How many of its properties did not hold. */
function fuzz(reader: FuzzedReader): number {
  const properties = readerProperties(reader);
  let runs = 0;
  let failed = 0;
  for (const { name, property } of properties) {
    const found = fc.check(property, {
      seed,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: (seconds * 1000) / properties.length,
      markInterruptAsFailure: false,
    });
    runs += found.numRuns;
    if (!found.failed) continue;
    failed += 1;
    console.log(`${reader.name} ${name}:\n${fc.defaultReportMessage(found)}`);
  }
  console.log(`${reader.name}: ${runs} runs${failed > 0 ? `, ${failed} FAILED` : ""}`);
  return failed;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seed: { type: "string", default: String(Date.now() % 2 ** 31) } },
    });
    const seed = Number(values.seed);
    if (!Number.isInteger(seed)) throw new RangeError(`--seed ${values.seed}: not a whole number`);
    const isNumber = (word: string) => Number(word) > 0;
    const names = positionals.filter((word) => !isNumber(word)).map((name) => name.toLowerCase());
    const readers = EVERY_READER.filter(
      ({ name }) => names.length === 0 || names.some((part) => name.toLowerCase().includes(part)),
    );
    if (readers.length === 0) {
      throw new RangeError(
        `no reader ${names.join(", ")}: there are ${EVERY_READER.map(({ name }) => name).join(", ")}`,
      );
    }
    return { seconds: Number(positionals.find(isNumber) ?? SECONDS), seed, readers };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`fuzz: ${error.message}`);
    process.exit(2);
  }
}
