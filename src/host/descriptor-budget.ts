import fs from "node:fs";
import { parsePidLimits } from "../procfs/pid-limits.ts";
import { errorCode } from "./read-failure.ts";

/** Left for everything else: sockets to engines, pipes to programs, files that are read once. */
const SLACK = 256;

/** Every kept descriptor holds some 5 KiB of the kernel's memory. */
const MOST = 16_384;

/** What Linux gives a process when nobody says otherwise. */
const USUAL_LIMIT = 1024;

/**
 * How many descriptors this process can keep open for reading the host.
 *
 * @param limits - Its `/proc/[pid]/limits`; `null` when that cannot be read.
 * @see https://man7.org/linux/man-pages/man2/getrlimit.2.html RLIMIT_NOFILE
 */
export function descriptorBudget(limits: string | null = ownLimits()): number {
  const soft = parsePidLimits(limits ?? "").find(({ name }) => name === "Max open files")?.soft;
  const limit = soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? USUAL_LIMIT);
  return Math.min(MOST, Math.max(limit - SLACK, Math.floor(limit / 2)));
}

function ownLimits(): string | null {
  try {
    return fs.readFileSync("/proc/self/limits", "utf8");
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
