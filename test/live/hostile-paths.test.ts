import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { describeLive, Inhabitants, type Inspected, labSocket, list, NSTOP } from "./lab.ts";
import { RogueEngines, type RogueKind } from "./rogue-engines.ts";

/** Everything that nstop, or a library of it, is known to run, and what every shell runs. */
const PLANTED = [
  ...["nsenter", "ip", "lsns", "script", "stty", "journalctl", "sh", "bash", "cat", "grep", "ls", "which"],
  ...["lscpu", "dmidecode", "dmesg", "hostname", "uname", "sysctl", "systemd-detect-virt", "node"],
];

describeLive("a hostile path or environment:", () => {
  const inhabitants = new Inhabitants("paths");
  const directory = mkdtempSync(join(tmpdir(), "nstop-paths-"));
  let container: Inspected;

  beforeAll(() => {
    container = inhabitants.container("victim");
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await inhabitants.removeAll();
  });

  describe("--engine at", () => {
    const planted = join(directory, "planted");
    const none = /is not running, nobody listens at its socket/;
    const rows: readonly { readonly row: string; readonly says: RegExp; readonly plant: () => void }[] = [
      {
        row: "a named pipe",
        says: none,
        plant: () => execFileSync("mkfifo", [join(planted, "a named pipe")]),
      },
      { row: "a file", says: none, plant: () => writeFileSync(join(planted, "a file"), "text") },
      { row: "a directory", says: none, plant: () => mkdirSync(join(planted, "a directory")) },
      { row: "a device", says: none, plant: () => symlinkSync("/dev/zero", join(planted, "a device")) },
      {
        row: "a link to a host's file",
        says: none,
        plant: () => symlinkSync("/etc/shadow", join(planted, "a link to a host's file")),
      },
      {
        row: "a link to itself",
        says: /ELOOP/,
        plant: () => symlinkSync("a link to itself", join(planted, "a link to itself")),
      },
    ];
    let snapshot: Snapshot;

    beforeAll(() => {
      mkdirSync(planted);
      for (const { plant } of rows) plant();
      snapshot = list("--delay", "0.1", ...rows.flatMap(({ row }) => ["--engine", endpointOf(row)]));
    });

    function endpointOf(row: string): string {
      return `unix://${join(planted, row)}`;
    }

    test.each(rows)("$row is no engine, and is said to be none", ({ row, says }) => {
      const report = snapshot.engines.find(({ endpoint }) => endpoint === endpointOf(row));
      expect(report).toMatchObject({ state: "unreachable", message: expect.stringMatching(says) });
    });

    test("costs nothing of the rest", () => {
      expect(snapshot.groups.some(({ containerId }) => containerId === container.Id)).toBe(true);
      expect(snapshot.engines.some(({ state }) => state === "connected")).toBe(true);
    });
  });

  /** The JSON that nstop prints when it is started with these variables, from `directory`. */
  async function printed<Result>(
    args: readonly string[],
    variables: Record<string, string>,
  ): Promise<Result> {
    return JSON.parse(await output([...args, "--json"], variables));
  }

  async function output(args: readonly string[], variables: Record<string, string>): Promise<string> {
    const child = spawn(process.execPath, [NSTOP, ...args, "--engine", `unix://${labSocket}`], {
      cwd: directory,
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const closed = once(child, "close");
    const pieces: Buffer[] = [];
    for await (const piece of child.stdout) pieces.push(piece);
    expect(await closed).toEqual([0, null]);
    return Buffer.concat(pieces).toString();
  }

  /** Streams until the machine is described, which programs are run for. */
  async function described(variables: Record<string, string>): Promise<void> {
    const lines = (await output(["stream", "--count", "8", "--delay", "0.5"], variables)).trim().split("\n");
    const snapshots = lines.map((line): Snapshot => JSON.parse(line));
    expect(snapshots.at(-1)?.host.description?.cpuModel).toMatch(/./);
  }

  test("programs planted in PATH and in the working directory are not run", async () => {
    const mark = join(directory, "was-run");
    const bin = join(directory, "bin");
    mkdirSync(bin);
    for (const folder of [bin, directory]) {
      for (const program of PLANTED) {
        writeFileSync(join(folder, program), `#!/bin/sh\necho "$0" >>${mark}\n`);
        chmodSync(join(folder, program), 0o755);
      }
    }
    const shown = await printed<Show>(["show", container.Id], { PATH: `${bin}:.:/usr/bin:/bin` });
    // What nsenter and ip are run for.
    expect(shown.uts?.hostname).toBe(container.Config.Hostname);
    expect(shown.interfaces?.length).toBeGreaterThan(0);
    await described({ PATH: `${bin}:.` });
    expect(existsSync(mark)).toBe(false);
  });

  test("LD_ variables are not handed to the programs that it runs", async () => {
    // The loader of whatever is handed these writes a file.
    const loader = join(directory, "loader");
    await printed<Show>(["show", container.Id], { LD_DEBUG: "libs", LD_DEBUG_OUTPUT: loader });
    await described({ LD_DEBUG: "libs", LD_DEBUG_OUTPUT: loader });
    const started = readdirSync(directory)
      .filter((name) => name.startsWith("loader."))
      .flatMap((name) => [
        ...readFileSync(join(directory, name), "utf8").matchAll(/initialize program: (\S+)/g),
      ])
      .map(([, program]) => program);
    expect(started.length).toBeGreaterThan(0);
    expect(new Set(started)).toEqual(new Set([process.execPath]));
  });

  test("an engine that only DOCKER_HOST names is not asked, nor what a proxy variable names", async () => {
    const rogues = new RogueEngines();
    let isAsked = false;
    const kind: RogueKind = {
      row: "must not be asked",
      says: /./,
      answer: (socket) => {
        isAsked = true;
        socket.destroy();
      },
    };
    await rogues.listen([kind]);
    try {
      const endpoint = rogues.endpointOf(kind);
      const { engines } = await printed<Snapshot>(["list", "--delay", "0.1"], {
        DOCKER_HOST: endpoint,
        CONTAINER_HOST: endpoint,
        HTTP_PROXY: "http://127.0.0.1:1",
        http_proxy: "http://127.0.0.1:1",
      });
      expect(engines).toMatchObject([{ state: "connected", endpoint: `unix://${labSocket}` }]);
      expect(isAsked).toBe(false);
    } finally {
      rogues.close();
    }
  });
});
