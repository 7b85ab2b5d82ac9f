import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HostReader } from "../../src/host/host-reader.ts";
import { decodeText } from "../../src/host/text.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "nstop-listing-"));
  fs.mkdirSync(path.join(root, "shm"));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

/** `major:minor` of what the test's directory is on, as mountinfo writes it. */
function device(): string {
  return execFileSync("findmnt", ["-n", "-o", "MAJ:MIN", "-T", root], { encoding: "utf8" }).trim();
}

function list(name: string, wanted: { maxEntries?: number; headBytes?: number; device?: string } = {}) {
  const defaults = { device: device(), maxEntries: 100, headBytes: 0 };
  return new HostReader(root).listPatiently(name, { ...defaults, ...wanted }, 5_000);
}

function write(name: string, content: string): void {
  fs.writeFileSync(path.join(root, "shm", name), content);
}

describe("the files of a directory that is somebody else's", () => {
  test("are its regular files, by name, with size and owner", async () => {
    write("pool", "0123456789");
    write("gate", "");
    fs.symlinkSync("/etc/passwd", path.join(root, "shm/link"));
    fs.mkdirSync(path.join(root, "shm/directory"));
    execFileSync("mkfifo", [path.join(root, "shm/pipe")]);
    const ownerUid = process.getuid?.() ?? 0;
    expect(await list("/shm", { headBytes: 4 })).toEqual({
      files: [
        { name: "gate", bytes: 0, ownerUid, head: new Uint8Array() },
        { name: "pool", bytes: 10, ownerUid, head: new Uint8Array(Buffer.from("0123")) },
      ],
      isCut: false,
    });
  });

  test("are not read when nothing of them is wanted", async () => {
    write("pool", "0123456789");
    expect((await list("/shm")).files).toMatchObject([{ name: "pool", head: null }]);
  });

  test("are as many as are wanted, and it is said that there are more", async () => {
    for (const name of ["a", "b", "c"]) write(name, "");
    const { files, isCut } = await list("/shm", { maxEntries: 2 });
    expect([files.length, isCut]).toEqual([2, true]);
    expect((await list("/shm", { maxEntries: 3 })).isCut).toBe(false);
  });

  test("keep names that are not UTF-8", async () => {
    fs.writeFileSync(Buffer.concat([Buffer.from(path.join(root, "shm/a")), Buffer.of(0xff)]), "x");
    expect((await list("/shm")).files).toMatchObject([{ name: decodeText(Buffer.of(0x61, 0xff)), bytes: 1 }]);
  });

  test("are not looked at through a link that stands in its place", async () => {
    fs.symlinkSync(path.join(root, "shm"), path.join(root, "elsewhere"));
    await expect(list("/elsewhere")).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test("are not looked at when it is on another file system than was said", async () => {
    await expect(list("/shm", { device: "255:1048575" })).rejects.toMatchObject({
      kind: "failed",
      code: "EXDEV",
    });
  });

  test("are none when it is gone", async () => {
    await expect(list("/none")).rejects.toMatchObject({ kind: "gone" });
  });
});
