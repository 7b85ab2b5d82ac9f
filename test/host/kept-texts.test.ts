import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HostReader } from "../../src/host/host-reader.ts";
import { KeptTexts } from "../../src/host/kept-texts.ts";
import { FaultyFiles } from "./faulty-files.ts";

let root: string;
let files: FaultyFiles;
let texts: KeptTexts;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "nstop-kept-texts-"));
  files = new FaultyFiles(root);
  texts = new KeptTexts(new HostReader(root, { files: files.calls }));
});
afterEach(() => {
  texts.close();
  fs.rmSync(root, { recursive: true });
});

function write(text: string): void {
  fs.writeFileSync(path.join(root, "loadavg"), text);
}

const opened = () => files.opened.get("/loadavg") ?? 0;

test("a file is opened once, and read again each time", () => {
  write("0.1\n");
  expect(texts.readText("/loadavg")).toBe("0.1\n");
  write("0.2\n");
  expect(texts.readText("/loadavg")).toBe("0.2\n");
  expect(opened()).toBe(1);
});

test("one that is longer than what is read at once is read whole", () => {
  const long = "intr 1\n".repeat(20_000);
  write(long);
  expect([texts.readText("/loadavg"), texts.readText("/loadavg")]).toEqual([long, long]);
  expect(files.open).toBe(1);
});

test("one that cannot be read is opened anew when it is asked for again", () => {
  expect(() => texts.readText("/loadavg")).toThrow("/loadavg: ENOENT");
  write("0.1\n");
  texts.readText("/loadavg");
  files.fail("/loadavg", "EIO");
  expect(() => texts.readText("/loadavg")).toThrow("/loadavg: EIO");
  files.fail("/loadavg", null);
  expect(texts.readText("/loadavg")).toBe("0.1\n");
  expect(opened()).toBe(2);
});

test("all descriptors are given back", () => {
  write("0.1\n");
  texts.readText("/loadavg");
  expect(files.open).toBe(1);
  texts.close();
  expect(files.open).toBe(0);
});
