import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../src/model/snapshot.ts";
import type { StreamLine } from "../src/stream/protocol.ts";
import { usageText } from "../src/usage.ts";

/** The built program: `npm run build` comes before the tests. */
const NSTOP = fileURLToPath(new URL("../dist/nstop.js", import.meta.url));

function nstop(...args: readonly string[]) {
  // A host of thousands of processes has more to show than the megabyte that Node allows by default.
  return spawnSync(process.execPath, [NSTOP, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
}

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [NSTOP, ...args], { stdio: "pipe" });
}

/** Lines of JSON, as they come. */
async function* linesOf(child: ChildProcessWithoutNullStreams): AsyncGenerator<StreamLine> {
  for await (const line of createInterface(child.stdout)) yield JSON.parse(line) as StreamLine;
}

describe("the built program", () => {
  test("prints its help", () => {
    expect(nstop("--help")).toMatchObject({ status: 0, stdout: usageText(), stderr: "" });
  });

  test("prints the version of its package", () => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
    );
    expect(nstop("-V")).toMatchObject({ status: 0, stdout: `nstop ${manifest.version}\n`, stderr: "" });
  });

  test("is an executable file that names its interpreter", () => {
    expect(readFileSync(NSTOP, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(spawnSync(NSTOP, ["-V"]).error).toBeUndefined();
  });

  test("refuses what it does not understand in one line", () => {
    expect(nstop("--frobnicate")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "nstop: unknown option --frobnicate; nstop --help lists them\n",
    });
  });

  test("says without a terminal what works without one", () => {
    const { status, stdout, stderr } = nstop("--no-engine");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^nstop: .*nstop list.*nstop stream.*\n$/);
  });

  test("says where it failed only when asked to", () => {
    const environment = { ...process.env, NSTOP_DEBUG: "1" };
    const { stderr } = spawnSync(process.execPath, [NSTOP, "--frobnicate"], {
      encoding: "utf8",
      env: environment,
    });
    expect(stderr).toMatch(/^nstop: unknown option.*\n.*UsageError.*\n +at /);
  });
});

describe("nstop list", () => {
  test("is quiet when its reader goes away", async () => {
    const child = start("list", "--no-engine", "-d", "0.1");
    child.stdout.destroy();
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    const [status] = await once(child, "close");
    expect({ status, complaint }).toEqual({ status: 0, complaint: "" });
  });

  test("prints one snapshot with rates as JSON", () => {
    const { status, stdout } = nstop("list", "--no-engine", "-d", "0.2", "--json");
    const snapshot: Snapshot = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(snapshot.schemaVersion).toBe(1);
    expect(snapshot.intervalSeconds).toBeGreaterThan(0.15);
    expect(snapshot.groups.map(({ id }) => id)).toContain("host");
  });

  test("prints a table, CSV, and only what the filter lets through", () => {
    expect(nstop("list", "--no-engine", "-d", "0.1").stdout).toMatch(/^NAME .*\n(.*\n)*host /);
    const { stdout } = nstop("list", "--no-engine", "-d", "0.1", "--csv", "-f", "host");
    expect(stdout.split("\r\n")[0]).toMatch(/^id,kind,/);
    expect(nstop("list", "--no-engine", "-d", "0.1", "--csv", "-f", "no such row").stdout).toMatch(
      /^id,.*\r\n$/,
    );
  });
});

describe("nstop show", () => {
  test("prints the process it was asked for as JSON", () => {
    const { status, stdout } = nstop("show", String(process.pid), "--no-engine", "-d", "0.1", "--json");
    expect(status).toBe(0);
    const shown: { processes: { pid: number }[] } = JSON.parse(stdout);
    expect(shown.processes.map(({ pid }) => pid)).toContain(process.pid);
  });

  test("says in one line that there is no such process", () => {
    expect(nstop("show", "4194304", "--no-engine", "-d", "0.1")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: 'nstop: no process has the pid 4194304; "nstop list" shows what there is\n',
    });
  });
});

describe("nstop stream", () => {
  test("prints as many snapshots with rates as asked for", async () => {
    const lines: StreamLine[] = [];
    const child = start("stream", "--no-engine", "-d", "0.1", "--count", "3");
    for await (const line of linesOf(child)) lines.push(line);
    expect(lines.map((line) => "intervalSeconds" in line && line.intervalSeconds)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(0);
  });

  test("ends quietly when its reader goes away", async () => {
    const child = start("stream", "--no-engine", "-d", "0.1");
    await once(child.stdout, "data");
    child.stdout.destroy();
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(child.stderr.read()).toBeNull();
  });

  test("serves a client: a snapshot at once, what is wanted, signs of life, and its end with the client's", async () => {
    const child = start("stream", "--no-engine", "--wants", "--at-once", "-d", "60");
    const exit = once(child, "exit");
    const lines = linesOf(child);
    expect((await lines.next()).value).toMatchObject({ intervalSeconds: null });
    const target = { kind: "process", pid: process.pid };
    child.stdin.write(`${JSON.stringify({ detail: { target, parts: ["processes"] }, now: true })}\n`);
    const seen = { heartbeat: false, detail: false };
    for await (const line of lines) {
      if ("heartbeat" in line) seen.heartbeat = true;
      else if (!("event" in line || "log" in line))
        seen.detail ||= line.detail?.processes?.some(({ pid }) => pid === process.pid) ?? false;
      if (seen.heartbeat && seen.detail) break;
    }
    child.stdin.end();
    await exit;
    expect(seen).toEqual({ heartbeat: true, detail: true });
  });
});
