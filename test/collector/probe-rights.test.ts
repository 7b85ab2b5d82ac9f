import fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FIRST_NAMESPACES } from "../../src/collector/first-namespaces.ts";
import { probeRights } from "../../src/collector/probe-rights.ts";
import { FakePrograms } from "./fake-programs.ts";
import { FixtureHost } from "./fixture-host.ts";

const NSENTER = "nsenter -t 40 -u true";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.write("/proc/self/status", status({ pid: 40, uid: 1000, effective: "0000000000080000" }));
  host.write("/etc/passwd", "lena:x:1000:1000::/:/bin/sh\n");
  host.write("/proc/self/uid_map", "0 0 4294967295\n");
  host.link("/proc/self/ns/pid", `pid:[${FIRST_NAMESPACES.pid}]`);
});
afterEach(() => host.remove());

/** The lines of a status file that nstop wants. */
function status({ pid, uid, effective = "0000000000000000", memory = "VmRSS:\t 8 kB\n" }: Status): string {
  const caps = ["Inh", "Prm", "Bnd", "Amb"].map((set) => `Cap${set}:\t0000000000000000\n`).join("");
  const ids = `Uid:\t${[uid, uid, uid, uid].join("\t")}\nGid:\t${[uid, uid, uid, uid].join("\t")}\nGroups:\t \n`;
  return `Tgid:\t${pid}\nPid:\t${pid}\nPPid:\t1\nTracerPid:\t0\n${ids}${memory}Threads:\t1\n${caps}CapEff:\t${effective}\nNoNewPrivs:\t0\nSeccomp:\t2\n`;
}

interface Status {
  readonly pid: number;
  readonly uid: number;
  readonly effective?: string;
  readonly memory?: string;
}

/** A process of another user, which has a file open. */
function neighbour(pid: number, uid: number, memory?: string): void {
  host.process({ pid });
  host.write(`/proc/${pid}/status`, status({ pid, uid, ...(memory !== undefined && { memory }) }));
  host.link(`/proc/${pid}/fd/0`, "/dev/null");
}

const rights = (answers: Record<string, string> = {}) => probeRights(host.reader, new FakePrograms(answers));

test("nstop is who its status says it is", async () => {
  host.write("/proc/self/attr/current", "docker-default (enforce)\n");
  host.write("/proc/sys/kernel/yama/ptrace_scope", "1\n");
  expect(await rights()).toMatchObject({
    uid: 1000,
    userName: "lena",
    uidMap: [{ inside: 0, outside: 0, length: 4294967295 }],
    effective: ["CAP_SYS_PTRACE"],
    seccomp: 2,
    label: "docker-default (enforce)",
    yamaScope: 1,
  });
});

test("the kernel's log is tried, since a setting can keep it from everybody", async () => {
  expect((await rights()).kernelLog).toBe("gone");
  host.write("/dev/kmsg", "6,1,0,-;Linux version 6.8.0\n");
  expect((await rights()).kernelLog).toBe("read");
});

test("a host without Yama and without a security module has neither", async () => {
  expect(await rights()).toMatchObject({ yamaScope: null, label: null });
});

describe("what may be read of others is tried", () => {
  test("on processes of other users only, kernel threads and what has ended aside", async () => {
    neighbour(50, 0);
    neighbour(51, 0);
    neighbour(52, 1000);
    neighbour(53, 0, "");
    expect((await rights()).others).toEqual({ tried: 2, namespaces: 2, io: 2, files: 2 });
  });

  test("thing by thing", async () => {
    neighbour(50, 0);
    neighbour(51, 0);
    host.files.fail("/proc/50/ns/mnt", "EACCES");
    host.files.fail("/proc/50/fd/0", "EACCES");
    host.files.fail("/proc/51/fd", "EACCES");
    expect((await rights()).others).toEqual({ tried: 2, namespaces: 1, io: 2, files: 0 });
  });
});

describe("the host's namespaces", () => {
  test("are told by pid 1", async () => {
    expect((await rights()).hostNamespaces).toBe("read");
  });

  test("or by the kernel's threads, where pid 1 is guarded", async () => {
    host.files.fail("/proc/1/ns/mnt", "EACCES");
    expect((await rights()).hostNamespaces).toBe("denied");
    host.process({ pid: 2, kernelThread: true });
    expect((await rights()).hostNamespaces).toBe("read");
  });

  test("are not told by the pid 1 of a container", async () => {
    host.link("/proc/self/ns/pid", "pid:[4026532336]");
    expect((await rights()).hostNamespaces).toBe("gone");
  });
});

describe("to enter a namespace", () => {
  // As the kernel has it: what is below is the process's own directory.
  beforeEach(() => {
    fs.renameSync(`${host.root}/proc/self`, `${host.root}/proc/40`);
    host.link("/proc/self", "40");
  });

  test("is tried on nstop's own", async () => {
    expect((await rights({ [NSENTER]: "" })).enters).toEqual({ did: true, message: null });
  });

  test("may be refused", async () => {
    expect((await rights()).enters).toEqual({ did: false, message: `no answer to ${NSENTER}` });
  });
});

describe("of /proc it is told", () => {
  test.each([
    ["rw", { hidePid: null, hidePidGroup: null, isSubset: false }],
    ["rw,hidepid=invisible,gid=27", { hidePid: "invisible", hidePidGroup: 27, isSubset: false }],
    ["rw,subset=pid", { hidePid: null, hidePidGroup: null, isSubset: true }],
  ])("what its options %j hide", async (options, facts) => {
    host.write(
      "/proc/self/mountinfo",
      `22 27 0:21 / /proc rw - proc proc rw\n90 22 0:95 / /proc rw - proc proc ${options}\n`,
    );
    expect((await rights()).proc).toEqual({ ...facts, init: "read" });
  });
});
