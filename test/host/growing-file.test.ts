import { execFileSync } from "node:child_process";
import { appendFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { growingFile } from "../../src/host/growing-file.ts";
import { decodeText } from "../../src/host/text.ts";
import { temporaryDirectory } from "../engines/fake-engine.ts";

/** Follows a file, and waits for what it is to say. */
function follow(path: string, lastBytes = 1000) {
  const abort = new AbortController();
  const reading = growingFile(path, lastBytes, abort.signal);
  let text = "";
  return {
    async until(wanted: string): Promise<string> {
      while (!text.endsWith(wanted)) {
        const { value } = await reading.next();
        if (value === undefined) throw new Error(`ended after ${JSON.stringify(text)}`);
        text += decodeText(value);
      }
      return text;
    },
    async close(): Promise<void> {
      abort.abort();
      await reading.return();
    },
  };
}

test("what is there comes first, from the beginning of a line on, then what is written", async () => {
  const path = join(temporaryDirectory(), "log");
  writeFileSync(path, "long ago\nof late\n");
  const file = follow(path, 10);
  expect(await file.until("of late\n")).toBe("of late\n");
  appendFileSync(path, "now\n");
  expect(await file.until("now\n")).toBe("of late\nnow\n");
  await file.close();
});

test("one that is put in its place is read from its beginning, after what was written to the one before", async () => {
  const path = join(temporaryDirectory(), "log");
  writeFileSync(path, "one\n");
  const file = follow(path);
  await file.until("one\n");
  appendFileSync(path, "two\n");
  renameSync(path, `${path}.1`);
  writeFileSync(path, "three\n");
  expect(await file.until("three\n")).toBe("one\ntwo\nthree\n");
  rmSync(path);
  writeFileSync(path, "four\n");
  expect(await file.until("four\n")).toBe("one\ntwo\nthree\nfour\n");
  await file.close();
});

test("one that is made empty is read from its beginning", async () => {
  const path = join(temporaryDirectory(), "log");
  writeFileSync(path, "one and more\n");
  const file = follow(path);
  await file.until("more\n");
  truncateSync(path);
  appendFileSync(path, "two\n");
  expect(await file.until("two\n")).toBe("one and more\ntwo\n");
  await file.close();
});

test("one that is not there is a failure", async () => {
  const path = join(temporaryDirectory(), "log");
  await expect(follow(path).until("x")).rejects.toMatchObject({ name: "ReadFailure", kind: "gone" });
});

test("what is no regular file is not opened, neither at first nor after a rotation", async () => {
  const path = join(temporaryDirectory(), "log");
  execFileSync("mkfifo", [path]);
  await expect(growingFile(path, 10, AbortSignal.abort()).next()).rejects.toMatchObject({ code: "EINVAL" });
  rmSync(path);
  writeFileSync(path, "one\n");
  const reading = growingFile(path, 1000, new AbortController().signal);
  await reading.next();
  await reading.next();
  rmSync(path);
  symlinkSync("/dev/zero", path);
  await expect(reading.next()).rejects.toMatchObject({ code: "EINVAL" });
});
