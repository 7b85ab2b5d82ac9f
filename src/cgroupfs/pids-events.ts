import { flatKeyed } from "./flat-keyed.ts";

/**
 * Parses `pids.events`, which v1 and v2 have.
 *
 * @returns How often a process or thread was refused since the cgroup was made. Before Linux 6.11, and in v1, those count in the
 * cgroup that asked, whichever limit around it was meant; since then in the one whose limit it was.
 * @throws {SyntaxError} If there is no such number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#pid
 */
export function parsePidsEvents(text: string): number {
  return flatKeyed(text, "pids.events").number("max");
}
