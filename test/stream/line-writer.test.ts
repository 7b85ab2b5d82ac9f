import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { LineWriter } from "../../src/stream/line-writer.ts";

/** A reader that takes one piece each time it is told to. */
class SlowReader extends Writable {
  readonly got: string[] = [];
  #take: (() => void) | null = null;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#take = () => {
      this.got.push(chunk.toString());
      done();
    };
  }

  take(): void {
    this.#take?.();
  }
}

test("while a line is on its way others are dropped, and are not even made", async () => {
  const reader = new SlowReader();
  const writer = new LineWriter(reader);
  let made = 0;
  const line = (text: string) => () => {
    made += 1;
    return text;
  };
  expect(writer.write(line("first\n"))).toBe(true);
  expect(writer.write(line("second\n"))).toBe(false);
  reader.take();
  await writer.idle();
  expect(writer.write(line("third\n"))).toBe(true);
  reader.take();
  await writer.idle();
  expect(reader.got).toEqual(["first\n", "third\n"]);
  expect(made).toBe(2);
});

test("a reader that takes at once gets every line, also those of one moment", () => {
  const got: string[] = [];
  const reader = new Writable({
    write(chunk: Buffer, _encoding, done) {
      got.push(chunk.toString());
      done();
    },
  });
  const writer = new LineWriter(reader);
  expect([writer.write(() => "heartbeat\n"), writer.write(() => "snapshot\n")]).toEqual([true, true]);
  expect(got).toEqual(["heartbeat\n", "snapshot\n"]);
});

test("a reader that has gone gets nothing, and waiting for it ends", async () => {
  const reader = new SlowReader().on("error", () => undefined);
  const writer = new LineWriter(reader);
  writer.write(() => "lost\n");
  reader.destroy(new Error("gone"));
  reader.take();
  await writer.idle();
  expect(writer.write(() => "late\n")).toBe(false);
});
