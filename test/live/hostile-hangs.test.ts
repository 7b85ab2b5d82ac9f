import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import { HungProcess, hangs } from "./hung-process.ts";
import {
  describeLive,
  Inhabitants,
  labSocket,
  list,
  namespaceInodes,
  namespaces,
  nstop,
  show,
} from "./lab.ts";

describeLive("a process whose mmap lock is held, beside a file system that answers no statfs:", () => {
  const inhabitants = new Inhabitants("hangs");
  let hung: HungProcess;

  beforeAll(async () => {
    hung = await HungProcess.start();
  });
  afterAll(async () => {
    await inhabitants.removeAll();
    await hung.end();
  });

  test("ps and cat hang on the one, df on the other", async () => {
    const programs = [
      hangs("ps", "-e", "-o", "args"),
      hangs("cat", `/proc/${hung.pid}/cmdline`),
      hangs("df", hung.directory),
    ];
    expect(await Promise.all(programs)).toEqual([true, true, true]);
  });

  test("show names it by its comm, says that its command line hangs, and tells the rest of it", () => {
    const shown = show(String(hung.pid));
    expectHungRow(shown);
    expect(shown.mounts).toContainEqual(
      expect.objectContaining({ mountPoint: hung.directory, fsType: "fuse", source: "silent" }),
    );
    expect(shown.uts?.hostname).toBe(readFileSync("/proc/sys/kernel/hostname", "utf8").trim());
  });

  test("show says it as text", () => {
    const { stdout, status } = nstop("show", String(hung.pid), "--engine", `unix://${labSocket}`);
    expect(status).toBe(0);
    expect(stdout).toContain("hung-argv (command line hangs)");
    expect(stdout).toContain("reading it hangs");
  });

  test("list, namespaces and doctor answer", () => {
    const engine = ["--engine", `unix://${labSocket}`];
    const listed = nstop("list", ...engine);
    expect(listed.status).toBe(0);
    expect(listed.stdout).toContain("hung-argv");
    const { uts } = namespaceInodes(hung.pid);
    expect(namespaces("--type", "uts").namespaces).toContainEqual(
      expect.objectContaining({ inode: uts, leaderComm: "hung-argv" }),
    );
    const doctor = nstop("doctor", ...engine);
    expect(doctor.stdout).toContain("WHERE IT RUNS");
    expect(doctor.stdout).not.toContain("not found out");
  });

  test("a signal is sent to it, and what is entered of it is entered", () => {
    const entered = nstop("enter", String(hung.pid), "--uts", "--yes", "--", "readlink", "/proc/self/ns/uts");
    expect(entered.status).toBe(0);
    expect(entered.stdout).toContain(`uts:[${namespaceInodes(hung.pid)["uts"]}]`);
    const signalled = nstop("signal", String(hung.pid), "SIGWINCH", "--yes");
    expect(signalled).toMatchObject({ status: 0, stderr: "" });
  });

  test("where more hang than there are threads, no other is blamed for it", async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => HungProcess.start(hung.pid)));
    onTestFinished(() => Promise.all(others.map((other) => other.end())).then(() => undefined));
    const shown = show(String(hung.pid));
    const blamed = shown.processes.filter(({ issues }) => issues.includes("command line hangs"));
    expect(blamed.length).toBeGreaterThanOrEqual(3);
    expect(new Set(blamed.map(({ comm }) => comm))).toEqual(new Set(["hung-argv"]));
    expect(list().groups.map(({ leaderPid }) => leaderPid)).toContain(hung.pid);
  });

  test("a directory in a container that never answers is given up, though what looks at it cannot be killed", async () => {
    const script = `mount --bind ${hung.directory} /dev/shm; echo ready; exec sleep 2147483647`;
    const { pid } = await inhabitants.start("unshare", ["--mount", "--ipc", "sh", "-c", script]);
    expect(await hangs("ls", hung.directory)).toBe(true);
    const { ipc, issues } = show(String(pid));
    expect(ipc?.posixSharedMemory).toBeNull();
    expect(ipc?.sharedMemory).toEqual([]);
    expect(issues).toContainEqual(
      expect.objectContaining({ code: "hangs", path: expect.stringContaining("/root/dev/shm") }),
    );
  });

  function expectHungRow({ processes, issues }: Show): void {
    expect(processes).toContainEqual(
      expect.objectContaining({
        pid: hung.pid,
        comm: "hung-argv",
        command: null,
        issues: ["command line hangs"],
      }),
    );
    expect(processes.filter(({ command }) => command?.includes("perl"))).toHaveLength(2);
    expect(issues).toContainEqual(
      expect.objectContaining({ code: "hangs", path: "/proc/[pid]/cmdline", count: 1 }),
    );
  }
});
