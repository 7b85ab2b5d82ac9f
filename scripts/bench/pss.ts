import { readFileSync } from "node:fs";
import { processTree } from "./process-tree.ts";
import { unlessGone } from "./unless-gone.ts";

/**
 * Proportional set size: memory of a process, with its share of what it shares with others, in bytes.
 *
 * @param rollup - The text of `/proc/PID/smaps_rollup`.
 * @throws SyntaxError when it has no such line.
 */
export function pssBytes(rollup: string): number {
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(rollup)?.[1];
  if (kibibytes === undefined) throw new SyntaxError("smaps_rollup without a Pss line");
  return Number(kibibytes) * 1024;
}

/** Proportional memory of a process and its descendants, in bytes. */
export function pssOfTree(pid: number): number {
  return processTree(pid)
    .map((member) => unlessGone(() => pssBytes(readFileSync(`/proc/${member}/smaps_rollup`, "utf8"))) ?? 0)
    .reduce((sum, bytes) => sum + bytes, 0);
}
