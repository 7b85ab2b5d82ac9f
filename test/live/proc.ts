import { readFileSync } from "node:fs";

/** A file of `/proc/[pid]`; "" when the process has ended, be it in between. */
export function procText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(String(error.code)))
      return "";
    throw error;
  }
}

/** Pids of its children; none when it has ended. */
export function childrenOf(pid: number): readonly number[] {
  return procText(pid, `task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** Whether it runs, and is not only waited for by its parent. */
export function isAlive(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(procText(pid, "status"));
}

/** Resident memory; NaN when it has ended, which is less than nothing. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(procText(pid, "status"))?.[1]) * 1024;
}

/** Whether it is nstop's own process that reads the host. */
export function isSampler(pid: number): boolean {
  return procText(pid, "cmdline").includes("\0stream\0");
}
