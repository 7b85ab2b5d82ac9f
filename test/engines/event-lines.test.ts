import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventLines } from "../../src/engines/event-lines.ts";

const LIMITS = { eventBytes: 1000, eventBytesPerMinute: 100_000 };

async function* stream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of eventLines(stream(chunks), LIMITS)) lines.push(line);
  return lines;
}

test("lines come out whole however the stream is cut, even within a character", async () => {
  const line = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replaceAll("\n", ""));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(await linesOf(chunks)).toEqual(lines.map((text) => Buffer.from(text).toString()));
    }),
  );
});

test("a line that is not ended is not told", async () => {
  expect(await linesOf([Buffer.from('{"a":1}\n{"b"')])).toEqual(['{"a":1}']);
});

test("a line over the limit is refused before it ends", async () => {
  const chunk = Buffer.alloc(400, "x");
  await expect(linesOf([chunk, chunk, chunk])).rejects.toThrow("as one event");
});

test("many short lines are refused once they are too many within a minute", async () => {
  const chunk = Buffer.from(`${"x".repeat(99)}\n`);
  const chunks = Array.from({ length: 1001 }, () => chunk);
  expect(await linesOf(chunks.slice(0, 1000))).toHaveLength(1000);
  await expect(linesOf(chunks)).rejects.toThrow("of events a minute");
});
