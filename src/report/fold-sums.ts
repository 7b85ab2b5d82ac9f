import type { Group } from "../model/snapshot.ts";
import { bytes, percent } from "./format.ts";

/** What the groups under one heading use together, such as `CPU 12.5  MEM 512Mi`. */
export function foldSums(groups: readonly Group[]): string {
  const ids = new Set(groups.filter(({ kind }) => kind === "container").map(({ id }) => id));
  // The control group of a container counts for those in it as well.
  const outermost = groups.filter(({ parentId }) => parentId === null || !ids.has(parentId));
  const cpu = sum(outermost.map((group) => group.cpu.percent));
  const memory = sum(outermost.map((group) => group.memory.workingSetBytes));
  return `CPU ${percent(cpu)}  MEM ${bytes(memory)}`;
}

/** `null` when none is known. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
