import type { HostPrograms } from "../host/host-programs.ts";
import { type CommandPlace, runInNamespace } from "./namespace-commands.ts";
import { jsonList, jsonObject, wholeNumberIn } from "./printed-json.ts";

/**
 * Tells which network namespaces stand behind the numbers that one of them has for others. `lsns` gives the numbers
 * as they are where it runs.
 *
 * @param task - Looks at the namespace of this process only, which is much quicker; `null` for all processes.
 * @returns Inodes by number.
 * @throws {import("../host/run-program.ts").ProgramFailure | SyntaxError}
 * @see https://man7.org/linux/man-pages/man8/lsns.8.html
 */
export async function readNetnsIds(
  programs: HostPrograms,
  place: CommandPlace,
  task: number | null,
): Promise<ReadonlyMap<number, number>> {
  const only = task === null ? [] : ["-p", `${task}`];
  const args = ["-J", "-l", "-t", "net", ...only, "-o", "NS,NETNSID"];
  return parseNetnsIds(await runInNamespace(programs, place, "lsns", args));
}

/**
 * Parses what `lsns -J -o NS,NETNSID` prints.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function parseNetnsIds(text: string): ReadonlyMap<number, number> {
  const { namespaces } = jsonObject(JSON.parse(text.trim() || '{"namespaces":[]}'));
  const ids = new Map<number, number>();
  for (const namespace of jsonList(namespaces).map(jsonObject)) {
    const inode = wholeNumberIn(namespace, "ns");
    // One that has no number yet is "unassigned".
    const id = wholeNumberIn(namespace, "netnsid");
    if (inode !== null && id !== null) ids.set(id, inode);
  }
  return ids;
}
