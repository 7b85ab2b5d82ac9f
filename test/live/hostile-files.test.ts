import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { RUNTIMES } from "../e2e/runtimes.ts";
import { describeLive, Inhabitants, type Inspected, labSocket, run } from "./lab.ts";

/** When every planted file was read and written last; who reads one sets another time. */
const PLANTED_AT = "2001-02-03 04:05:06";

/** What a reader of names, users or settings would look at in a container. */
const PLANTED = [
  "passwd",
  "group",
  "os-release",
  "nsswitch.conf",
  "machine-id",
  "localtime",
  "profile",
  "ld.so.cache",
] as const;

/** Pipes that never open, files that never end, links that lead to the host's, and 50 GB. */
const PLANT = `
cd /etc
rm -f ${PLANTED.join(" ")}
mkfifo passwd group profile
ln -s /dev/zero nsswitch.conf
ln -s /proc/1/root/etc/shadow machine-id
ln -s /proc/self/fd/0 localtime
: > os-release
dd if=/dev/zero of=os-release bs=1 count=1 seek=53687091199 2>/dev/null
: > ld.so.cache
mkfifo /dev/shm/pipe
ln -s /dev/zero /dev/shm/zero
dd if=/dev/zero of=/dev/shm/huge bs=1 count=1 seek=53687091199 2>/dev/null
touch -h -d '${PLANTED_AT}' ${PLANTED.join(" ")} /dev/shm/pipe /dev/shm/zero /dev/shm/huge
exec sleep 2147483647`;

/** What looks into a container, or acts on it. */
const COMMANDS: readonly (readonly string[])[] = [
  ["list"],
  ["show", "NAME"],
  ["show", "NAME", "--json"],
  ["show", "PID"],
  ["namespaces"],
  ["doctor"],
  ["enter", "NAME", "--net", "--yes", "--", "true"],
  ["enter", "NAME", "--all", "--yes", "--", "/bin/true"],
  ["freeze", "NAME", "--yes"],
  ["thaw", "NAME", "--yes"],
  ["signal", "NAME", "SIGWINCH", "--yes"],
];

describeLive("pipes, endless files and links planted in a container", () => {
  const inhabitants = new Inhabitants("files");
  const state = mkdtempSync(`${tmpdir()}/nstop-files-`);
  let trap: Inspected;

  beforeAll(() => {
    trap = inhabitants.container("trap", [], ["sh", "-c", PLANT]);
  });
  afterAll(async () => {
    await inhabitants.removeAll();
    rmSync(state, { recursive: true });
  });

  test.each(RUNTIMES)("are never read, and nothing waits for them, on $runtime", async ({ program }) => {
    const before = await vi.waitFor(
      () => {
        const found = times();
        expect(found.filter((line) => line.startsWith(`${seconds(PLANTED_AT)} `))).toHaveLength(
          PLANTED.length + 3,
        );
        return found;
      },
      { timeout: 20_000 },
    );
    const [runtime = "", ...args] = program.split(" ");
    for (const command of COMMANDS) {
      const words = command.map((word) =>
        word === "NAME" ? trap.Name.slice(1) : word === "PID" ? String(trap.State.Pid) : word,
      );
      const printed = run(runtime, ...args, ...words, "--engine", `unix://${labSocket}`);
      if (command.includes("--json")) {
        expect(JSON.parse(printed)).toMatchObject({
          ipc: { posixSharedMemory: [{ name: "huge", bytes: 53_687_091_200 }] },
        });
      }
    }
    expect(times()).toEqual(before);
  });

  test("would have been found out, had they been read", () => {
    const before = times();
    for (const file of ["/etc/os-release", "/dev/shm/huge"]) {
      inside("head", "-c", "1", file);
      inside("head", "-c", "1", file);
    }
    const read = times().filter((line) => !before.includes(line));
    expect(read.map((line) => line.split(" ")[1])).toEqual(["/etc/os-release", "/dev/shm/huge"]);
  });

  /** When each was read last, as the kernel says it in the container. */
  function times(): readonly string[] {
    const files = [
      ...PLANTED.map((name) => `/etc/${name}`),
      "/dev/shm/pipe",
      "/dev/shm/zero",
      "/dev/shm/huge",
    ];
    return inside("stat", "-c", "%X %n", ...files)
      .trim()
      .split("\n");
  }

  /** Runs a program of the container's; `docker exec` itself would wait for the pipe that users should be in. */
  function inside(...command: readonly string[]): string {
    return run("nsenter", "-t", String(trap.State.Pid), "-m", ...command);
  }
});

function seconds(time: string): string {
  return String(Date.parse(`${time.replace(" ", "T")}Z`) / 1000);
}
