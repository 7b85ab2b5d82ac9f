import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { takeFindings } from "../../src/stream/take-findings.ts";

const FAKE_PROBER = fileURLToPath(new URL("fake-prober.ts", import.meta.url));

const command = (...behaviour: readonly string[]) => [process.execPath, FAKE_PROBER, ...behaviour];

test("waits for every part, and not for the process to end", async () => {
  const found = await takeFindings(command("works"));
  expect(found.rights).toEqual({ failure: "said of rights" });
  expect(found.runtime).toEqual({ failure: "said of runtime" });
});

test("of what was not found before it ended it is told that it ended, and why", async () => {
  const found = await takeFindings(command("ends"));
  expect(found.kernel).toEqual({ failure: "said of kernel" });
  expect(found.rights).toEqual({ failure: "the process that looks for it ended: out of luck" });
});

test("a read that hangs takes with it only what was not found before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nstop-prober-"));
  const file = join(folder, "pipe");
  execFileSync("mkfifo", [file]);
  const found = await takeFindings(command("hangs", file), { start: 60_000, line: 500 });
  expect(found.kernel).toEqual({ failure: "said of kernel" });
  expect(found.engines).toEqual({ failure: "said of engines" });
  expect(found.rights).toEqual({ failure: "not found out within 0.5 s" });
  rmSync(folder, { recursive: true });
});

test("a program that cannot be started is told of", async () => {
  const found = await takeFindings(["/nowhere/nstop"]);
  expect(found.kernel).toEqual({ failure: expect.stringContaining("ENOENT") });
});
