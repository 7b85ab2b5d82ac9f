import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { unlessGone, unlessGoneOrDenied } from "./unless-gone.ts";

/** Passes are repeated for as long: the clock of CPU time is a coarse one. */
const MEASURING_MILLISECONDS = 1000;

const BUFFER = Buffer.alloc(4096);

/** Where engines and the lab put the cgroup of a container, and its CPU counter in it: v1, then v2. */
const CPU_COUNTERS: readonly ((id: string) => string)[] = [
  (id) => `/sys/fs/cgroup/cpuacct/docker/${id}/cpuacct.usage`,
  (id) => `/sys/fs/cgroup/cpuacct/system.slice/docker-${id}.scope/cpuacct.usage`,
  (id) => `/sys/fs/cgroup/docker/${id}/cpu.stat`,
  (id) => `/sys/fs/cgroup/system.slice/docker-${id}.scope/cpu.stat`,
];

/**
 * The least that a look at every CPU counter takes: one `pread` for each cgroup, and one for each process that is in
 * none of them, through descriptors that are kept open. In milliseconds of CPU.
 *
 * @param groupIds - Ids of the containers, or of what looks like ones.
 */
export function counterFloor(groupIds: readonly string[]): number {
  const files = [...groupIds.map(openCounter), ...processesOutside(groupIds).map(openRunTime)].filter(
    (descriptor) => descriptor !== null,
  );
  try {
    return cpuOfPasses(() => {
      for (const descriptor of files) unlessGone(() => readSync(descriptor, BUFFER, 0, BUFFER.length, 0));
    });
  } finally {
    for (const descriptor of files) closeSync(descriptor);
  }
}

/** The least that a look at every namespace takes: eight links of each process. In milliseconds of CPU. */
export function linkFloor(): number {
  const links = pids().flatMap((pid) =>
    ["mnt", "uts", "ipc", "pid", "net", "user", "cgroup", "time"].map((type) => `/proc/${pid}/ns/${type}`),
  );
  return cpuOfPasses(() => {
    for (const link of links) unlessGoneOrDenied(() => readlinkSync(link));
  });
}

function cpuOfPasses(pass: () => void): number {
  pass();
  const before = process.cpuUsage();
  const end = performance.now() + MEASURING_MILLISECONDS;
  let passes = 0;
  for (; performance.now() < end; passes += 1) pass();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / passes;
}

function openCounter(id: string): number | null {
  for (const path of CPU_COUNTERS) {
    const descriptor = unlessGone(() => openSync(path(id), "r"));
    if (descriptor !== null) return descriptor;
  }
  throw new Error(`no CPU counter for the cgroup of ${id}`);
}

function openRunTime(pid: string): number | null {
  return unlessGone(() => openSync(`/proc/${pid}/schedstat`, "r"));
}

function processesOutside(groupIds: readonly string[]): readonly string[] {
  const inside = new Set(groupIds);
  return pids().filter((pid) => {
    const cgroup = unlessGone(() => readFileSync(`/proc/${pid}/cgroup`, "utf8"));
    return cgroup !== null && !(cgroup.match(/[0-9a-f]{64}/g) ?? []).some((id) => inside.has(id));
  });
}

function pids(): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}
