import { Buffer } from "node:buffer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CANCEL, TerminalOutput } from "../../src/stream/terminal-output.ts";

/** A terminal of which the kernel keeps so many bytes until somebody reads. */
class SlowTerminal {
  got = "";
  room = 0;
  /** Whether the kernel tells how much a thread has written. */
  tells = true;
  /** What a write fails with, when there is room. */
  fault: string | null = null;
  #written = 0;

  readonly write = (bytes: Uint8Array): number => {
    if (this.fault !== null) throw failure(this.fault);
    const taken = Buffer.from(bytes.subarray(0, this.room));
    this.got += taken.toString("latin1");
    this.room -= taken.length;
    this.#written += taken.length;
    // One runtime writes on until all is written, and only then says what became of it.
    if (taken.length < bytes.length) throw failure("EAGAIN");
    return taken.length;
  };

  readonly written = (): number | null => (this.tells ? this.#written : null);
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

let terminal: SlowTerminal;
let output: TerminalOutput;
let rooms: number;

beforeEach(() => {
  vi.useFakeTimers();
  terminal = new SlowTerminal();
  rooms = 0;
  output = new TerminalOutput(terminal, () => {
    rooms += 1;
  });
});
afterEach(() => vi.useRealTimers());

/** Somebody reads so much. */
async function read(bytes: number): Promise<void> {
  terminal.room += bytes;
  await vi.advanceTimersByTimeAsync(100);
}

test("what there is room for is written at once", () => {
  terminal.room = 100;
  expect(output.write("one")).toBe(true);
  expect(output.write("two")).toBe(true);
  expect(terminal.got).toBe("onetwo");
});

test("a text that does not fit goes on where it stopped, and later ones wait behind it", async () => {
  terminal.room = 4;
  expect(output.write("first-text ")).toBe(true);
  expect(output.write("second")).toBe(true);
  expect(terminal.got).toBe("firs");
  await read(3);
  expect(terminal.got).toBe("first-t");
  await read(100);
  expect(terminal.got).toBe("first-text second");
  expect(rooms).toBe(0);
});

describe("while nobody reads", () => {
  const frame = "x".repeat(5_000);

  test("what is kept is bounded, the rest is dropped, and there is an occasion to draw anew", async () => {
    const taken = Array.from({ length: 1_000 }, () => output.write(frame)).filter(Boolean).length;
    expect(taken).toBeLessThan(10);
    expect(rooms).toBe(0);
    await read(1_000_000);
    expect(terminal.got).toHaveLength(taken * frame.length);
    expect(rooms).toBe(1);
    expect(output.write("anew")).toBe(true);
    expect(terminal.got.endsWith("xanew")).toBe(true);
  });

  test("once a text was dropped none is taken before there is that occasion", async () => {
    while (output.write(frame));
    await read(frame.length);
    expect(output.write("a patch of what was dropped")).toBe(false);
    await read(1_000_000);
    expect(rooms).toBe(1);
    expect(terminal.got).not.toContain("patch");
  });

  test("what must not be lost is not", async () => {
    while (output.write(frame));
    output.insist("the main screen");
    await read(1_000_000);
    expect(terminal.got.endsWith("the main screen")).toBe(true);
  });

  test("it is not settled, and is when somebody reads", async () => {
    output.write("text");
    const impatient = output.settled(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(impatient).resolves.toBe(false);
    const patient = output.settled(1_000);
    await read(100);
    await expect(patient).resolves.toBe(true);
    await expect(output.settled(0)).resolves.toBe(true);
  });
});

test("where the kernel does not tell how much was written, the half text is ended and all is drawn anew", async () => {
  terminal.tells = false;
  terminal.room = 4;
  expect(output.write("\x1b[31mred")).toBe(false);
  expect(output.write("more")).toBe(false);
  await read(100);
  expect(terminal.got).toBe(`\x1b[31${CANCEL}`);
  expect(rooms).toBe(1);
});

test("a terminal that is gone gets nothing more, and is not waited for", async () => {
  terminal.room = 2;
  output.write("text");
  const settled = output.settled(1_000);
  terminal.fault = "EIO";
  await read(100);
  await expect(settled).resolves.toBe(true);
  terminal.fault = null;
  output.write("more");
  expect(terminal.got).toBe("te");
  expect(rooms).toBe(0);
});
