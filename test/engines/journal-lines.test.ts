import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { JournalLines } from "../../src/engines/journal-lines.ts";

function read(...chunks: readonly Uint8Array[]) {
  const lines = new JournalLines();
  return chunks.flatMap((chunk) => lines.push(chunk));
}

function entry(fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ __REALTIME_TIMESTAMP: "1764534971045203", ...fields })}\n`;
}

function textsOf(text: string): readonly string[] {
  return read(Buffer.from(text)).map((line) => line.text);
}

test("an entry is a line, with its time to the microsecond and how grave it is", () => {
  expect(
    read(
      Buffer.from(entry({ MESSAGE: "started", PRIORITY: "6" }) + entry({ MESSAGE: "bad", PRIORITY: "3" })),
    ),
  ).toEqual([
    { at: "2025-11-30T20:36:11.045203Z", origin: "info", isError: false, text: "started", isCut: false },
    { at: "2025-11-30T20:36:11.045203Z", origin: "err", isError: true, text: "bad", isCut: false },
  ]);
});

test("a message that is no text is a list of bytes", () => {
  expect(textsOf(entry({ MESSAGE: [...Buffer.from("caf\xe9 \x1b[31m", "latin1")] }))).toEqual(["caf\udce9 "]);
});

test("a message of several lines, or several of them, are as many", () => {
  expect(textsOf(entry({ MESSAGE: "one\ntwo" }))).toEqual(["one", "two"]);
  expect(textsOf(entry({ MESSAGE: ["one", [0x74, 0x77, 0x6f]] }))).toEqual(["one", "two"]);
  expect(textsOf(entry({ MESSAGE: "x\n".repeat(10_000) })).length).toBeLessThan(1000);
});

test("entries without a message, or with what no priority is, are shown as far as they go", () => {
  expect(read(Buffer.from(entry({})))).toMatchObject([{ text: "", origin: "" }]);
  expect(read(Buffer.from(entry({ MESSAGE: "m", PRIORITY: "99" })))).toMatchObject([
    { text: "m", origin: "" },
  ]);
});

test("what it prints is the same wherever it is cut into chunks", () => {
  const printed = Buffer.from(entry({ MESSAGE: "grüße" }) + entry({ MESSAGE: "two" }));
  for (let at = 0; at <= printed.length; at += 1) {
    expect(read(printed.subarray(0, at), printed.subarray(at))).toEqual(read(printed));
  }
});

test("an entry of megabytes is left out, and said to be; what comes after it is read", () => {
  const lines = read(Buffer.from(entry({ MESSAGE: "x".repeat(2_000_000) }) + entry({ MESSAGE: "next" })));
  expect(lines).toMatchObject([{ text: "", isCut: true }, { text: "next" }]);
});
