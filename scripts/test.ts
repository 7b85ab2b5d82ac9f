/**
 * `npm test`: every test that this machine can run. Brings up the lab (a Docker engine of its own, see
 * `scripts/lab`) and hosts with cgroup v2 alone (`scripts/v2host`) where it can, says loudly what it had to skip, and
 * ends with the line `N passed, N failed`.
 *
 * With `NSTOP_LAB=require` in the environment a missing lab or host is a failure, and so is a test that is skipped.
 */
import { spawnSync } from "node:child_process";
import { freemem } from "node:os";
import process from "node:process";
import { HOSTS } from "../test/v2/hosts.ts";
import { type Environment, root, runProgram } from "./run-program.ts";
import { type Counts, FAILURE, runVitest } from "./run-vitest.ts";

/** A lab to test on, or why there is none. */
type Lab = { readonly environment: Environment; readonly ours: boolean } | { readonly missing: string };

/** Tests on real containers and in real terminals run alone, one file after the other: they measure. */
const ALONE = ["test/live", "test/e2e"];

/** Hosts that run side by side, each of them on one core. */
const V2_LANES: readonly (readonly (keyof typeof HOSTS)[])[] = [["systemd"], ["cgroupfs", "bare"]];

/** For two virtual machines, and what QEMU itself takes to emulate them. */
const BYTES_FOR_TWO = 6 * 2 ** 30;

// Ctrl-C ends what runs now; this process stays to take the lab down.
process.on("SIGINT", () => undefined);
const lab = await openLab();
const { passed, failed, skipped } = await runAndTakeDown(lab);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || (isAllRequired() && skipped > 0) ? 1 : 0;

async function runAndTakeDown(lab: Lab): Promise<Counts> {
  try {
    return await run(lab);
  } finally {
    if ("ours" in lab && lab.ours) await runProgram("scripts/lab", ["down"]);
  }
}

async function run(lab: Lab): Promise<Counts> {
  const environment = "missing" in lab ? {} : lab.environment;
  const counts = [
    await step("format and lint", "biome", "check", "--error-on-warnings", "."),
    await step("types", "tsc", "--noEmit"),
  ];
  const build = await step("build", process.execPath, "scripts/build.ts");
  counts.push(
    build,
    await runVitest(
      ALONE.flatMap((folder) => ["--exclude", `${folder}/**`]),
      environment,
    ),
  );
  if (build.failed > 0) {
    loudly(`NOT TESTED: ${ALONE.join(" and ")}, and on cgroup v2, for want of a build`);
    return sum(counts);
  }
  counts.push(await runVitest(["--no-file-parallelism", ...ALONE], environment));
  if ("missing" in lab) counts.push(notTested(`on real containers: ${lab.missing}`));
  counts.push(await runV2Hosts());
  return sum(counts);
}

/** Uses the lab that is up, else brings one up. */
async function openLab(): Promise<Lab> {
  if (process.getuid?.() !== 0) return { missing: "the lab needs root: run `sudo npm test`" };
  const wasUp = (await runProgram("scripts/lab", ["status"], {}, "ignore")) === 0;
  // What tests need beyond the lab itself; one that misses it says so.
  await runProgram("scripts/lab", ["install"]);
  if ((await runProgram("scripts/lab", ["up"])) !== 0) {
    await runProgram("scripts/lab", ["down"]);
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

/** The same and more on hosts with nothing but cgroup v2, which this one need not be. */
async function runV2Hosts(): Promise<Counts> {
  console.log(`\n── on hosts with cgroup v2 alone: ${Object.keys(HOSTS).join(", ")}; takes minutes`);
  if (process.getuid?.() !== 0) return notTested("on cgroup v2: its hosts need root: run `sudo npm test`");
  if ((await runProgram("scripts/v2host", ["--systemd", "--prepare"])) !== 0) {
    return notTested("on cgroup v2: no host to be had, see above");
  }
  const lanes = freemem() < BYTES_FOR_TWO ? [V2_LANES.flat()] : V2_LANES;
  return sum(await Promise.all(lanes.map(runLane)));
}

async function runLane(hosts: readonly string[]): Promise<Counts> {
  const counts: Counts[] = [];
  for (const host of hosts) {
    counts.push(await runVitest(["--config", "vitest.v2.config.ts"], { NSTOP_V2HOST: host }, "keep"));
  }
  return sum(counts);
}

/** Something that must succeed for the tests to count. It is one failure when it does not. */
async function step(name: string, program: string, ...args: readonly string[]): Promise<Counts> {
  console.log(`\n── ${name}`);
  if ((await runProgram(program, args)) === 0) return { passed: 0, failed: 0, skipped: 0 };
  loudly(`FAILED: ${name}`);
  return FAILURE;
}

function notTested(what: string): Counts {
  loudly(`NOT TESTED ${what}`);
  return isAllRequired() ? FAILURE : { passed: 0, failed: 0, skipped: 0 };
}

function isAllRequired(): boolean {
  return process.env["NSTOP_LAB"] === "require";
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
