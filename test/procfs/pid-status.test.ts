import { expect, test } from "vitest";
import { parsePidStatus } from "../../src/procfs/pid-status.ts";
import { fixtureText } from "./fixture.ts";

const BURNER = fixtureText("v2-docker-systemd", "/proc/349/status");

test("reads the fields of a captured process", () => {
  expect(parsePidStatus(BURNER)).toEqual({
    threadGroupId: 349,
    pid: 349,
    parentPid: 327,
    tracerPid: 0,
    uids: [0, 0, 0, 0],
    gids: [0, 0, 0, 0],
    groups: [0],
    namespacePids: [349, 1],
    namespaceProcessGroups: [349, 1],
    namespaceSessions: [349, 1],
    residentBytes: 4096,
    swapBytes: 0,
    threads: 1,
    capabilityMasks: {
      Inh: "0000000000000000",
      Prm: "00000000a80425fb",
      Eff: "00000000a80425fb",
      Bnd: "00000000a80425fb",
      Amb: "0000000000000000",
    },
    noNewPrivileges: false,
    seccomp: 2,
  });
});

test("a process without supplementary groups has none", () => {
  expect(parsePidStatus(fixtureText("hybrid-docker", "/proc/10077/status")).groups).toEqual([]);
});

test("reads every supplementary group, and four different user ids", () => {
  const text = BURNER.replace("Groups:\t0 ", "Groups:\t4 24 4294967294 ").replace(
    "Uid:\t0\t0\t0\t0",
    "Uid:\t1000\t0\t1000\t4294967294",
  );
  expect(parsePidStatus(text)).toMatchObject({
    groups: [4, 24, 4294967294],
    uids: [1000, 0, 1000, 4294967294],
  });
});

test("the memory of a kernel thread is not known, and not 0", () => {
  expect(parsePidStatus(fixtureText("hybrid-docker", "/proc/2/status"))).toMatchObject({
    residentBytes: null,
    swapBytes: null,
  });
});

test("what an old kernel does not tell is null", () => {
  const old = BURNER.replace(/^(NS\w+|NoNewPrivs|Seccomp):.*\n/gm, "");
  expect(parsePidStatus(old)).toMatchObject({
    namespacePids: null,
    namespaceProcessGroups: null,
    namespaceSessions: null,
    noNewPrivileges: null,
    seccomp: null,
  });
});

test("a name that looks like other lines forges none of them, since the kernel escapes its newlines", () => {
  const text = BURNER.replace("Name:\tsh", "Name:\tx\\nUid:\\t7 7 7 7:");
  expect(parsePidStatus(text)).toEqual(parsePidStatus(BURNER));
});

test.each([
  ["Threads:\t1", "Threads:\t"],
  ["Uid:\t0\t0\t0\t0", "Uid:\t0\t0\t0"],
  ["CapEff:\t00000000a80425fb", "CapEff:\ta80425fb"],
  ["VmRSS:\t       4 kB", "VmRSS:\t       4"],
  ["Tgid:\t349\n", ""],
  ["Pid:\t349", "Pid\t349"],
])("throws when %j is %j", (from, to) => {
  expect(() => parsePidStatus(BURNER.replace(from, to))).toThrow(SyntaxError);
});
