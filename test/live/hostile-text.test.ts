import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeText } from "../../src/host/text.ts";
import type { Namespaces, Show } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { RUNTIMES } from "../e2e/runtimes.ts";
import { hostileEngine } from "./hostile-engine.ts";
import { HOSTILE, HostileHost } from "./hostile-host.ts";
import { describeLive, groupOf } from "./lab.ts";

const CONTAINER_ID = "bad1".repeat(16);

/** The first of the bytes of which most names on the host are made: two of them are not UTF-8. */
const BYTES = decodeText(
  Buffer.from(
    "\x1b[5m\x1b]52;c;ZXZpbA==\x07\x1b]8;;x\x07\x1b[8m\x1b[6n\xe2\x80\xae\xe2\x80\x8b\xff\x9b7m\xc2\x9b7m\t\n\r\\040 (deleted)e",
    "latin1",
  ),
);
const COMM = decodeText(Buffer.from(") R 1\n(\x1b[5m\x9b7\xff", "latin1"));
const INTERFACE = decodeText(Buffer.from("\x1b[5m\xff\x9b7m\xc2\x9b7m", "latin1"));

describeLive("hostile names are in JSON as they are, bytes that are no text included,", () => {
  const host = new HostileHost(CONTAINER_ID);

  beforeAll(() => host.start());
  afterAll(() => host.end());

  describe.each(RUNTIMES)("on $runtime,", ({ program, runtime }) => {
    /** Runs nstop while the engine, which is in this process, answers it. */
    async function json(...args: readonly string[]): Promise<unknown> {
      const { endpoint } = await hostileEngine(CONTAINER_ID, host.pid);
      const options = { maxBuffer: 2 ** 28, env: { ...process.env, NO_COLOR: "1" } };
      const [first = "", ...others] = program.split(" ");
      const command = [...others, ...args, "--json", "--engine", endpoint];
      const { stdout } = await promisify(execFile)(first, command, options);
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      return JSON.parse(stdout);
    }

    test("of a list", async () => {
      const snapshot = (await json("list")) as Snapshot;
      const group = groupOf(snapshot, CONTAINER_ID);
      expect(group).toMatchObject({
        name: HOSTILE,
        image: HOSTILE,
        compose: { project: HOSTILE, service: HOSTILE },
      });
      expect(group.cgroupPath).toMatch(/^\/docker\/(bad1){16}/);
      expect(snapshot.engines).toContainEqual(expect.objectContaining({ version: HOSTILE }));
      const services = snapshot.groups.filter(
        ({ kind, name }) => kind === "service" && name.includes("\x1b[5m"),
      );
      expect(services).toHaveLength(1);
    });

    test("of all that is shown of a container", async () => {
      const shown = (await json("show", CONTAINER_ID)) as Show;
      const child = shown.processes.find(({ command }) => command?.[0]?.startsWith("[kworker/0:1]"));
      // Its name is that of its file, of which the kernel keeps 15 bytes.
      expect(child).toMatchObject({ comm: COMM, uid: 4242 });
      expect(child?.command?.[0]).toBe(`[kworker/0:1]${BYTES}${"\u0301".repeat(9)}`);
      expect(child?.command?.slice(1, 3)).toEqual(["-e", "sleep"]);
      expect(readFileSync(`/proc/${child?.pid}/cmdline`).length).toBeGreaterThan(1_800_000);
      expect(shown.uts?.hostname).toBe(BYTES.slice(0, shown.uts?.hostname?.length));
      expect(shown.uts?.hostname).toMatch(/^\x1b\[5m.*\udcff\udc9b7m/);
      expect(shown.interfaces?.map(({ name }) => name)).toContain(INTERFACE);
      expect(shown.interfaces?.map(({ name }) => name)).toContain("\u202e\x1b]8;;");
      const name = `${BYTES}${"\u0301".repeat(9)}`;
      expect(shown.mounts?.map(({ mountPoint }) => mountPoint)).toContain(`${host.directory}/${name}`);
      expect(shown.mounts?.filter(({ source }) => source === name).length).toBeGreaterThanOrEqual(3);
      // Deno has no way to say a file's name that is not UTF-8.
      const files = runtime === "Deno" ? null : [expect.objectContaining({ name })];
      expect(shown.ipc?.posixMessageQueues).toEqual(files);
      expect(shown.ipc?.posixSharedMemory).toEqual(files);
      const unsaid = shown.issues.filter(({ message }) => message.includes("EILSEQ"));
      expect(unsaid.length > 0).toBe(runtime === "Deno");
      const addresses = shown.sockets?.map(({ localAddress }) => localAddress);
      expect(addresses).toContain(`${host.directory}/s\x1b[5m\udcff\n`);
      expect(addresses).toContain(`@${name}`);
    });

    test("of namespaces", async () => {
      const { namespaces } = (await json("namespaces", "--type", "uts")) as Namespaces;
      expect(namespaces.map(({ leaderPid }) => leaderPid)).toContain(host.pid);
      expect(namespaces.find(({ leaderPid }) => leaderPid === host.pid)?.leaderComm).toBe(COMM);
    });
  });
});
