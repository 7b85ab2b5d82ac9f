/**
 * `npm test`: every test that this machine can run. Brings up the lab (a Docker engine of its own, see
 * `scripts/lab`) where it can, says loudly what it had to skip, and ends with the line `N passed, N failed`.
 *
 * With `NSTOP_LAB=require` in the environment a missing lab is a failure.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What Vitest's JSON reporter writes, as far as it is counted here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** A lab to test on, or why there is none. */
type Lab =
  | { readonly environment: Readonly<Record<string, string>>; readonly ours: boolean }
  | { readonly missing: string };

/** Tests on real containers and in real terminals run alone, one file after the other: they measure. */
const ALONE = ["test/live", "test/e2e"];

const root = fileURLToPath(new URL("..", import.meta.url));
// Ctrl-C ends what runs now; this process stays to take the lab down.
process.on("SIGINT", () => undefined);
const lab = openLab();
const { passed, failed, skipped } = runAndTakeDown(lab);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;

function runAndTakeDown(lab: Lab): Counts {
  try {
    return run(lab);
  } finally {
    if ("ours" in lab && lab.ours) script("scripts/lab", ["down"]);
  }
}

function run(lab: Lab): Counts {
  const environment = "missing" in lab ? {} : lab.environment;
  const lint = step("format and lint", () => command("biome", ["check", "--error-on-warnings", "."]));
  const types = step("types", () => command("tsc", ["--noEmit"]));
  const build = step("build", () => command(process.execPath, ["scripts/build.ts"]));
  const counts = [
    ...[lint, types, build],
    vitest(["run", ...ALONE.flatMap((folder) => ["--exclude", `${folder}/**`])], environment),
  ];
  if (build.failed > 0) loudly(`NOT TESTED: ${ALONE.join(" and ")}, for want of a build`);
  else counts.push(vitest(["run", "--no-file-parallelism", ...ALONE], environment));
  if ("missing" in lab) {
    loudly(`NOT TESTED on real containers: ${lab.missing}`);
    if (process.env["NSTOP_LAB"] === "require") counts.push({ passed: 0, failed: 1, skipped: 0 });
  }
  return sum(counts);
}

/** Uses the lab that is up, else brings one up. */
function openLab(): Lab {
  if (process.getuid?.() !== 0) return { missing: "the lab needs root: run `sudo npm test`" };
  const wasUp = script("scripts/lab", ["status"], "ignore") === 0;
  // What tests need beyond the lab itself; one that misses it says so.
  script("scripts/lab", ["install"]);
  if (script("scripts/lab", ["up"]) !== 0) {
    script("scripts/lab", ["down"]);
    return { missing: "`scripts/lab up` failed, see above" };
  }
  const printed = spawnSync("scripts/lab", ["env"], { cwd: root, encoding: "utf8" }).stdout;
  const lines = printed.trim().split("\n");
  return {
    environment: Object.fromEntries(
      lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
    ),
    ours: !wasUp,
  };
}

/** Runs Vitest, and counts what it ran. */
function vitest(args: readonly string[], environment: Readonly<Record<string, string>>): Counts {
  const folder = mkdtempSync(join(tmpdir(), "nstop-test-"));
  const file = join(folder, "report.json");
  try {
    const status = command(
      "vitest",
      [...args, "--reporter=default", "--reporter=json", `--outputFile=${file}`],
      environment,
    );
    const report: Report = JSON.parse(readFileSync(file, "utf8"));
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
    // A file that does not load, or an error outside of any test, fails without a test that did.
    return {
      passed,
      failed: status === 0 ? failed : Math.max(1, failed),
      skipped: numPendingTests + numTodoTests,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Something that must succeed for the tests to count. It is one failure when it does not. */
function step(name: string, succeed: () => number): Counts {
  console.log(`\n── ${name}`);
  const failed = succeed() === 0 ? 0 : 1;
  if (failed > 0) loudly(`FAILED: ${name}`);
  return { passed: 0, failed, skipped: 0 };
}

/** Runs a program of `node_modules/.bin`, or any other, and returns its exit code. */
function command(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): number {
  return script(program, args, "inherit", {
    ...environment,
    PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
  });
}

function script(
  program: string,
  args: readonly string[],
  output: "inherit" | "ignore" = "inherit",
  environment: Readonly<Record<string, string>> = {},
): number {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", output, output],
  });
  if (error !== undefined) console.error(error.message);
  if (signal === "SIGINT" || status === 130) throw new Error("interrupted");
  return status ?? 1;
}

function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((total, { passed, failed, skipped }) => ({
    passed: total.passed + passed,
    failed: total.failed + failed,
    skipped: total.skipped + skipped,
  }));
}

function loudly(text: string): void {
  const line = "!".repeat(text.length + 6);
  console.log(`\n${line}\n!! ${text} !!\n${line}\n`);
}
