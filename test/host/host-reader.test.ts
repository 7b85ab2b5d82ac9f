import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HostReader } from "../../src/host/host-reader.ts";
import { FaultyFiles } from "./faulty-files.ts";

let root: string;
let files: FaultyFiles;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "nstop-host-"));
  files = new FaultyFiles(root);
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  fs.writeFileSync(path.join(root, name), content);
}

describe("reading once", () => {
  test("paths are below the root", () => {
    write("stat", "cpu 1\n");
    expect(new HostReader(root).readText("/stat")).toBe("cpu 1\n");
    expect(new HostReader(`${root}/`).readText("/stat")).toBe("cpu 1\n");
  });

  test("a kernel file, which says that its size is 0, is read to its end", () => {
    expect(fs.statSync("/proc/self/status").size).toBe(0);
    expect(new HostReader().readText("/proc/self/status")).toMatch(/^Name:.*ctxt_switches:\t\d+\n$/s);
  });

  test("a file longer than the buffer is read whole, and so is the next one", () => {
    const long = "0123456789".repeat(50_000);
    write("long", long);
    write("short", "short");
    const reader = new HostReader(root);
    expect(reader.readText("/long")).toBe(long);
    expect(reader.readText("/short")).toBe("short");
  });

  test("a file without end is given up", () => {
    expect(() => new HostReader().readBytes("/dev/zero")).toThrow(
      expect.objectContaining({ kind: "failed", code: "EFBIG", path: "/dev/zero" }),
    );
  });

  test.each([
    ["ENOENT", "gone"],
    ["ESRCH", "gone"],
    ["ENODEV", "gone"],
    ["EACCES", "denied"],
    ["EPERM", "denied"],
    ["EIO", "failed"],
    ["ENOMEM", "failed"],
  ])("%s is a failure of kind %s, whatever was being read", (code, kind) => {
    const reader = new HostReader(root, { files: files.calls });
    files.fail("/x", code);
    const failure = expect.objectContaining({ name: "ReadFailure", kind, code, path: "/x" });
    expect(() => reader.readText("/x")).toThrow(failure);
    expect(() => reader.list("/x")).toThrow(failure);
    expect(() => reader.readLink("/x")).toThrow(failure);
    expect(() => reader.keep("/x")).toThrow(failure);
  });

  test("a failed read leaves no descriptor open", () => {
    fs.mkdirSync(path.join(root, "directory"));
    const reader = new HostReader(root, { files: files.calls });
    expect(() => reader.readText("/directory")).toThrow(expect.objectContaining({ code: "EISDIR" }));
    expect(files.open).toBe(0);
  });

  test("names and links that are not UTF-8 keep their bytes, and can be read by them", () => {
    const name = Buffer.from("a\xff", "latin1");
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), "content");
    fs.symlinkSync(name, path.join(root, "link"));
    const reader = new HostReader(root);
    expect(reader.list("/").toSorted()).toEqual(["a\udcff", "link"]);
    expect(reader.readLink("/link")).toBe("a\udcff");
    expect(reader.readText("/a\udcff")).toBe("content");
  });

  test("a file that hung is not read until it is allowed again", () => {
    write("file", "x");
    const reader = new HostReader(root);
    reader.skip("/file");
    expect(() => reader.readText("/file")).toThrow(expect.objectContaining({ kind: "hangs" }));
    reader.allow("/file");
    expect(reader.readText("/file")).toBe("x");
  });
});

describe("keeping files open", () => {
  test("a kept file is opened once and read from its start each time", () => {
    write("counter", "1\n");
    const file = new HostReader(root, { files: files.calls }).keep("/counter");
    expect(file.readText()).toBe("1\n");
    write("counter", "2\n");
    expect(file.readText()).toBe("2\n");
    expect(files.opened.get("/counter")).toBe(1);
  });

  test("a kept file of something that has ended is gone, even when another has its name", () => {
    write("stat", "old");
    const file = new HostReader(root, { files: files.calls }).keep("/stat");
    files.end("/stat");
    expect(() => file.readText()).toThrow(expect.objectContaining({ kind: "gone", code: "ESRCH" }));
  });

  test("beyond the bound a file is opened for every read", () => {
    write("a", "a");
    write("b", "b");
    const reader = new HostReader(root, { files: files.calls, keptFiles: 1 });
    const kept = [reader.keep("/a"), reader.keep("/b")];
    expect(kept.map((file) => file.readText())).toEqual(["a", "b"]);
    expect(kept.map((file) => file.hasDescriptor)).toEqual([true, false]);
    expect(files.open).toBe(1);
  });

  test("closing makes room again", () => {
    write("a", "a");
    const reader = new HostReader(root, { files: files.calls, keptFiles: 1 });
    reader.keep("/a").close();
    expect(reader.keep("/a").hasDescriptor).toBe(true);
    expect([files.open, reader.keptFiles]).toEqual([1, 1]);
  });

  test("when descriptors run out, kept ones are given up and everything is still read", () => {
    for (const name of ["a", "b", "c", "d"]) write(name, name);
    files.limitDescriptors(3);
    const reader = new HostReader(root, { files: files.calls, keptFiles: 100 });
    const kept = ["/a", "/b", "/c", "/d"].map((name) => reader.keep(name));
    expect(kept.map((file) => file.readText())).toEqual(["a", "b", "c", "d"]);
    expect(reader.readText("/a")).toBe("a");
  });

  test("a closed file cannot be read", () => {
    write("a", "a");
    const file = new HostReader(root).keep("/a");
    file.close();
    file.close();
    expect(() => file.readText()).toThrow(expect.objectContaining({ kind: "gone" }));
  });
});

test("a link that the runtime has no way to say is no fault of the reader's", () => {
  // What Deno raises for a name that is not UTF-8.
  const unsaid = Object.assign(new Error('File name or path "\\xFF" is not valid UTF-8'), {
    name: "InvalidData",
  });
  const readlinkSync = () => {
    throw unsaid;
  };
  const reader = new HostReader(root, {
    files: { ...fs, readlinkSync: readlinkSync as typeof fs.readlinkSync },
  });
  expect(() => reader.readLink("/exe")).toThrow(
    expect.objectContaining({ kind: "failed", path: "/exe", code: "EILSEQ" }),
  );
});

describe("reading what may hang", () => {
  test("a file that answers is read up to the limit", async () => {
    write("cmdline", "0123456789");
    const bytes = await new HostReader(root).readPatiently("/cmdline", 4, 5_000);
    expect(Buffer.from(bytes).toString()).toBe("0123");
  });

  test("a file that is gone fails as elsewhere", async () => {
    await expect(new HostReader(root).readPatiently("/none", 4, 5_000)).rejects.toMatchObject({
      kind: "gone",
    });
  });

  test("a file that does not answer is given up, skipped, and allowed once it has answered", async () => {
    // Opening a pipe that nobody writes to blocks as a stuck process does.
    const pipe = path.join(root, "cmdline");
    execFileSync("mkfifo", [pipe]);
    const reader = new HostReader(root);
    await expect(reader.readPatiently("/cmdline", 4, 1)).rejects.toMatchObject({ kind: "hangs" });
    expect(reader.hangingReads).toBe(1);
    await expect(reader.readPatiently("/cmdline", 4, 60_000)).rejects.toMatchObject({ kind: "hangs" });
    fs.closeSync(fs.openSync(pipe, "w"));
    await vi.waitFor(() => expect(reader.hangingReads).toBe(0));
    fs.rmSync(pipe);
    write("cmdline", "well");
    expect(Buffer.from(await reader.readPatiently("/cmdline", 9, 5_000)).toString()).toBe("well");
  });

  test("those that hang are told from those that only had no turn", async () => {
    const reader = new HostReader(root);
    const names = Array.from({ length: 64 }, (_, at) => `/${at}`);
    for (const name of names) {
      if (name === "/0" || name === "/20") execFileSync("mkfifo", [root + name]);
      else write(name, "well");
    }
    const read = (name: string) =>
      reader.readPatiently(name, 9, 500).then(
        (bytes) => Buffer.from(bytes).toString(),
        ({ kind, code }) => `${kind} ${code}`,
      );
    const answers = await Promise.all(names.map(read));
    expect(answers.flatMap((answer, at) => (answer === "well" ? [] : [`${at} ${answer}`]))).toEqual([
      "0 hangs ETIMEDOUT",
      "20 hangs ETIMEDOUT",
    ]);
    for (const name of ["a", "b", "c"]) execFileSync("mkfifo", [path.join(root, name)]);
    expect(await Promise.all(["/a", "/b", "/c", "/1"].map(read))).toEqual([
      "hangs ETIMEDOUT",
      "failed EBUSY",
      "failed EBUSY",
      "failed EBUSY",
    ]);
    for (const name of ["0", "20", "a"]) fs.closeSync(fs.openSync(path.join(root, name), "w"));
    await vi.waitFor(() => expect(reader.hangingReads).toBe(0));
    expect(await read("/1")).toBe("well");
  });

  test("where others may have a say only a regular file is opened: no pipe waits, no device is asked", async () => {
    execFileSync("mkfifo", [path.join(root, "pipe")]);
    fs.symlinkSync("/dev/zero", path.join(root, "device"));
    fs.symlinkSync("/dev/tty", path.join(root, "terminal"));
    fs.mkdirSync(path.join(root, "directory"));
    const reader = new HostReader(root);
    for (const name of ["/pipe", "/device", "/terminal", "/directory"]) {
      await expect(reader.readFilePatiently(name, 9, 60_000)).rejects.toMatchObject({
        kind: "failed",
        path: name,
        code: "EINVAL",
      });
    }
    expect(reader.hangingReads).toBe(0);
    await expect(reader.readFilePatiently("/none", 9, 60_000)).rejects.toMatchObject({ kind: "gone" });
    write("huge", "start");
    fs.truncateSync(path.join(root, "huge"), 50 * 2 ** 30);
    expect(Buffer.from(await reader.readFilePatiently("/huge", 5, 5_000)).toString()).toBe("start");
    expect(await new HostReader().readFilePatiently("/proc/self/cmdline", 9, 5_000)).toHaveLength(9);
  });

  test("no more reads are begun when several hang, so that a thread is left", async () => {
    const pipes = ["a", "b", "c"].map((name) => path.join(root, name));
    for (const pipe of pipes) execFileSync("mkfifo", [pipe]);
    write("d", "d");
    const reader = new HostReader(root);
    const hanging = ["/a", "/b", "/c"].map((name) =>
      reader.readPatiently(name, 1, 1).catch(({ kind }) => kind),
    );
    expect(await Promise.all(hanging)).toEqual(["hangs", "hangs", "hangs"]);
    await expect(reader.readPatiently("/d", 1, 60_000)).rejects.toMatchObject({
      kind: "failed",
      code: "EBUSY",
    });
    expect(reader.readText("/d")).toBe("d");
    for (const pipe of pipes) fs.closeSync(fs.openSync(pipe, "w"));
    await vi.waitFor(() => expect(reader.hangingReads).toBe(0));
  });
});
