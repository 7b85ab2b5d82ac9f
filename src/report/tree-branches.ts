/** Levels that are drawn: an attacker may nest processes 30,000 deep. What is deeper is drawn as this deep. */
const MAX_LEVELS = 20;

/**
 * The branches in front of the rows of a tree, such as `├─ ` and `│  └─ `; nothing in front of a topmost row.
 *
 * @param depths How deep each row is below the topmost, in tree order: a row comes right before its children.
 */
export function treeBranches(depths: readonly number[], ascii = false): readonly string[] {
  const [through, blank, fork, last] = ascii ? ["|  ", "   ", "|- ", "`- "] : ["│  ", "   ", "├─ ", "└─ "];
  const branches: string[] = [];
  /** For each level, whether a row further down hangs on the same parent. */
  const goesOn: boolean[] = [];
  for (const depth of depths.toReversed()) {
    const levels = Array.from({ length: Math.min(depth, MAX_LEVELS) - 1 }, (_, at) => goesOn[at + 1]);
    const above = levels.map((passes) => (passes ? through : blank)).join("");
    branches.push(depth === 0 ? "" : above + (goesOn[depth] ? fork : last));
    goesOn.length = depth + 1;
    goesOn[depth] = true;
  }
  return branches.reverse();
}
