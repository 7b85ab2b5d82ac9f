import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findProgram, PROGRAM_DIRECTORIES } from "../../src/host/find-program.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "nstop-programs-"));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

test("the first directory that has the program counts", () => {
  for (const directory of ["a", "b"]) {
    fs.mkdirSync(path.join(root, directory));
    fs.writeFileSync(path.join(root, directory, "ip"), "", { mode: 0o755 });
  }
  expect(findProgram("ip", [path.join(root, "none"), path.join(root, "b"), path.join(root, "a")])).toBe(
    path.join(root, "b", "ip"),
  );
});

test("what cannot be executed is no program", () => {
  fs.writeFileSync(path.join(root, "ip"), "", { mode: 0o644 });
  fs.mkdirSync(path.join(root, "lsns"));
  expect([findProgram("ip", [root]), findProgram("lsns", [root])]).toEqual([null, null]);
});

test("programs are looked for in the system's own directories only", () => {
  expect(PROGRAM_DIRECTORIES).toEqual(["/usr/bin", "/bin", "/usr/sbin", "/sbin"]);
  expect(findProgram("sh")).toMatch(/^\/(usr\/)?bin\/sh$/);
});
