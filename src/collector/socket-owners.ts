import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure, UNSPEAKABLE } from "../host/read-failure.ts";
import type { DetailContext } from "./detail-context.ts";

/** How many open files are looked at for whose sockets they are. */
const MAX_FILES = 20_000;

const MISSING = "Whose some sockets are is not known";

/**
 * Finds which process has each socket open, by looking through the open files of processes.
 *
 * @param pids - In this order: of those that share a socket, the first counts.
 * @param inodes - The sockets asked for; the search ends when all are found.
 */
export function findSocketOwners(
  context: DetailContext,
  pids: Iterable<number>,
  inodes: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  let files = 0;
  for (const pid of pids) {
    if (owners.size === inodes.size) break;
    const targets = readOpenFiles(context, pid, MAX_FILES - files);
    files += targets.length;
    for (const target of targets) {
      const inode = socketInode(target);
      if (inode !== null && inodes.has(inode) && !owners.has(inode)) owners.set(inode, pid);
    }
    if (files < MAX_FILES) continue;
    context.issues.add("failed", "/proc/[pid]/fd", `${MISSING}: more than ${MAX_FILES} files are open.`);
    break;
  }
  return owners;
}

/** What the descriptors of a process lead to; those that are closed meanwhile are left out. */
function readOpenFiles({ reader, issues }: DetailContext, pid: number, most: number): readonly string[] {
  const directory = `/proc/${pid}/fd`;
  const targets: string[] = [];
  try {
    for (const name of reader.list(directory).slice(0, most)) {
      const target = readOpenFile(reader, `${directory}/${name}`);
      if (target !== null) targets.push(target);
    }
  } catch (error) {
    // Who may not read one of the links may read none of them.
    issues.addFailure(error, directory, MISSING);
  }
  return targets;
}

function readOpenFile(reader: HostReader, path: string): string | null {
  try {
    return reader.readLink(path);
  } catch (error) {
    // A name that cannot be said is no socket's.
    if (error instanceof ReadFailure && (error.kind === "gone" || error.code === UNSPEAKABLE)) return null;
    throw error;
  }
}

function socketInode(target: string): number | null {
  const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
  return inode === undefined ? null : Number(inode);
}
