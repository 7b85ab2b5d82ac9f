import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContainerLogFrames } from "../../src/engines/container-logs-frames.ts";
import { ContainerLogLines } from "../../src/engines/container-logs-lines.ts";
import type { LogEntry } from "../../src/engines/log-entry.ts";

const AT = "2026-11-30T20:23:00.275958282Z";
const LATER = "2026-11-30T20:23:01.000000001Z";

/** One message as Docker sends it. */
function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** What comes of a stream of frames in these chunks. */
function framed(chunks: readonly Uint8Array[]): readonly LogEntry[] {
  const frames = new ContainerLogFrames();
  const lines = {
    stdout: new ContainerLogLines("stdout", false),
    stderr: new ContainerLogLines("stderr", false),
  };
  const entries = chunks.flatMap((chunk) =>
    frames
      .push(chunk)
      .flatMap(({ origin, bytes, isStart }) => lines[origin].push(Uint8Array.from(bytes), isStart)),
  );
  return [...entries, ...lines.stdout.end(), ...lines.stderr.end()];
}

/** What comes of what a terminal shows. */
function raw(chunks: readonly Uint8Array[]): readonly LogEntry[] {
  const lines = new ContainerLogLines("stdout", true);
  return [...chunks.flatMap((chunk) => lines.push(chunk, false)), ...lines.end()];
}

function texts(entries: readonly LogEntry[]): readonly string[] {
  return entries.map(({ origin, text }) => `${origin} ${text}`);
}

const STREAM = Buffer.concat([
  frame(1, `${AT} one\n`),
  frame(2, `${AT} two\n`),
  frame(1, `${AT} \n`),
  frame(1, `${AT} a part `),
  frame(2, `${LATER} grüße\n`),
  frame(1, `${LATER} and the rest\n`),
]);

describe("the log of a container without a terminal", () => {
  test("is told apart by its streams; a line in several messages is one, with the time of the first", () => {
    const entries = framed([STREAM]);
    expect(texts(entries)).toEqual([
      "stdout one",
      "stderr two",
      "stdout ",
      "stderr grüße",
      "stdout a part and the rest",
    ]);
    expect(entries.map(({ at }) => at)).toEqual([AT, AT, AT, LATER, AT]);
    expect(entries.map(({ isError }) => isError)).toEqual([false, true, false, true, false]);
  });

  test("is the same wherever it is cut into chunks", () => {
    const whole = framed([STREAM]);
    for (let at = 0; at <= STREAM.length; at += 1) {
      expect(framed([STREAM.subarray(0, at), STREAM.subarray(at)])).toEqual(whole);
    }
    expect(framed(Array.from(STREAM, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test("gives what there is of it when it is cut off at any byte", () => {
    const whole = texts(framed([STREAM])).join("\n");
    for (let length = 0; length < STREAM.length; length += 1) {
      for (const { text } of framed([STREAM.subarray(0, length)]))
        expect(whole.length).toBeGreaterThanOrEqual(text.length);
    }
  });

  test("that is none is refused, and no bytes do anything else", () => {
    expect(() => framed([Buffer.from("not a stream of frames")])).toThrow(SyntaxError);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (chunks) => {
        try {
          framed(chunks);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  test("holds of a frame that says it has gigabytes no more than has come", () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const [entry] = framed([header, Buffer.from(`${AT} `), Buffer.alloc(100_000, "x"), Buffer.from("\n")]);
    expect(entry).toMatchObject({ at: AT, isCut: true });
    expect(entry?.text).toBe("x".repeat(4096));
  });
});

describe("the log of a container with a terminal", () => {
  const lines = Buffer.from(`${AT} one\r\n${LATER} \x1b[1;31mtwo\x1b[0m\r\n`);

  test("is lines with a time stamp each, without their carriage returns and colours", () => {
    expect(raw([lines])).toEqual([
      { at: AT, origin: "stdout", isError: false, text: "one", isCut: false },
      { at: LATER, origin: "stdout", isError: false, text: "two", isCut: false },
    ]);
  });

  test("is the same wherever it is cut into chunks", () => {
    for (let at = 0; at <= lines.length; at += 1) {
      expect(raw([lines.subarray(0, at), lines.subarray(at)])).toEqual(raw([lines]));
    }
  });

  test("has the time stamps taken out that Docker puts into a line of more than 16 KiB", () => {
    const long = `${AT} ${"x".repeat(16 * 1024)}${LATER} tail\n${LATER} next\n`;
    const [first, second] = raw([Buffer.from(long)]);
    expect(first).toMatchObject({ at: AT, isCut: true });
    expect(first?.text).not.toContain(LATER);
    expect(second).toMatchObject({ at: LATER, text: "next" });
  });

  test("shows a line without a time stamp as it is", () => {
    expect(texts(raw([Buffer.from("no stamp here\n2026 neither\n")]))).toEqual([
      "stdout no stamp here",
      "stdout 2026 neither",
    ]);
  });
});
