import type { NamespaceFacts } from "../collector/namespace-survey.ts";
import type { ProcessSample } from "../collector/sample.ts";

/**
 * Finds the parents of pid namespaces. A process is born in the namespace of its parent or in one below, and when
 * the parent ends it goes to another of its ancestors; so a process that is one level deeper than its parent is in a
 * child of the parent's namespace.
 *
 * @param facts - Tell how deep each namespace is.
 * @returns Inodes of parents by inode. Absent where nobody tells, and for the topmost.
 * @see https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
export function parentPidNamespaces(
  processes: readonly ProcessSample[],
  facts: readonly NamespaceFacts[],
): ReadonlyMap<number, number> {
  const levels = new Map(facts.filter(({ type }) => type === "pid").map((one) => [one.inode, one.pidLevels]));
  const inodes = new Map(processes.map(({ pid, namespaces }) => [pid, namespaces.pid]));
  const tops = [...levels].filter(([, level]) => level === 1).map(([inode]) => inode);
  const parents = new Map<number, number>();
  for (const { parentPid, namespaces } of processes) {
    const inode = namespaces.pid;
    if (inode === null || parents.has(inode)) continue;
    const level = levels.get(inode) ?? null;
    const above = inodes.get(parentPid) ?? null;
    // There is only one namespace at the first level: the one that the reader's /proc is of.
    const parent = level === 2 ? tops[0] : above;
    if (parent == null || level === null || levels.get(parent) !== level - 1) continue;
    parents.set(inode, parent);
  }
  return parents;
}
