import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { afterAll, describe, expect, test } from "vitest";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));

const bundles = readdirSync(DIST).filter((name) => name.endsWith(".js"));

describe("what is built", () => {
  const copy = mkdtempSync(join(tmpdir(), "nstop-built-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  test("is ASCII, as the loader takes it to be", () => {
    for (const name of bundles)
      expect(readFileSync(join(DIST, name), "latin1"), name).toMatch(/^[\0-\x7f]*$/);
  });

  test.each(["cli", "run-ui", "run-stream", "open-actor", "list-report"])(
    "comes with what V8 compiled of %s, which this V8 takes",
    (name) => {
      const file = join(DIST, `${name}.js`);
      const cachedData = readFileSync(`${file}.cache`);
      const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
      expect(script.cachedDataRejected).toBe(false);
    },
  );

  test("runs without that as well, and with that of another version", () => {
    for (const name of readdirSync(DIST)) {
      if (name.endsWith(".js") || name === "package.json") copyFileSync(join(DIST, name), join(copy, name));
    }
    copyFileSync(join(DIST, "list-report.js.cache"), join(copy, "cli.js.cache"));
    const printed = execFileSync(process.execPath, [join(copy, "nstop.js"), "--help"], { encoding: "utf8" });
    expect(printed).toMatch(/^nstop/i);
  });
});
