/** The place of one process in a tree. */
export interface TreeNode<Process> {
  readonly process: Process;
  /** 0 for a process whose parent is not among them. */
  readonly depth: number;
}

/** What a tree is made from. */
export interface TreeProcess {
  readonly pid: number;
  readonly parentPid: number;
}

/**
 * Processes in tree order: a parent right before its children, siblings by pid, each process once. A process
 * whose parent is not among them stands at the top; so does the lowest pid of a ring, which a parent's pid that
 * was reused while the processes were read can make.
 */
export function treeOrder<Process extends TreeProcess>(
  processes: readonly Process[],
): readonly TreeNode<Process>[] {
  const byPid = [...processes].sort((a, b) => a.pid - b.pid);
  const children = Map.groupBy(byPid, (process) => process.parentPid);
  const pids = new Set(byPid.map((process) => process.pid));
  const left = new Set(byPid);
  const order: TreeNode<Process>[] = [];
  for (const process of byPid) if (!pids.has(process.parentPid)) descend(process, children, left, order);
  for (const process of byPid) descend(process, children, left, order);
  return order;
}

/** Takes `top` and all below it that are left; with a stack of its own, since a chain may be 30,000 deep. */
function descend<Process extends TreeProcess>(
  top: Process,
  children: ReadonlyMap<number, readonly Process[]>,
  left: Set<Process>,
  order: TreeNode<Process>[],
): void {
  const stack: TreeNode<Process>[] = [{ process: top, depth: 0 }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!left.delete(node.process)) continue;
    order.push(node);
    const below = children.get(node.process.pid) ?? [];
    for (const process of below.toReversed()) stack.push({ process, depth: node.depth + 1 });
  }
}
