import type { Scene } from "./scene.ts";
import type { OverviewScreen } from "./ui-state.ts";

/** Columns whose order does not hang on figures that are read less often off the screen. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set(["name", "cpu"]);

/** Rows above and below the window that are read as if they were in it: the next ones that are scrolled to. */
const NEIGHBOURS = 5;

/**
 * Ids of the groups whose figures can be seen: those of the rows in the window, and those that are folded away, whose
 * figures are in a sum.
 *
 * @returns `null`: all, since which rows there are hangs on the figures of those that are not seen.
 */
export function groupsOnScreen({ list }: OverviewScreen, scene: Scene): readonly string[] | null {
  if (scene.line === null || list.faultsOnly || !ALWAYS_KNOWN.has(list.sort?.column ?? "name")) return null;
  const keys = scene.lines.map((line) => (line.kind === "row" ? line.arranged.key : null));
  const first = Math.max(0, list.top - NEIGHBOURS);
  const seen = keys.slice(first, list.top + scene.height + NEIGHBOURS).filter((key) => key !== null);
  if (list.filter !== "") return seen;
  const listed = new Set(keys);
  const foldedAway = scene.line.groups.filter(({ id }) => !listed.has(id));
  return [...seen, ...foldedAway.map(({ id }) => id)];
}
