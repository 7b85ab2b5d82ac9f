import { parseCounter } from "../cgroupfs/counter.ts";
import { parseCgroupEvents, parseFreezerState } from "../cgroupfs/freezer.ts";
import type { FreezerFacts, LevelPlace } from "./cgroup-facts.ts";
import type { ReadFile } from "./read-file.ts";

/** What says that everything stands still, what says that it is this cgroup that asks for it, and what one writes to end it. */
const FILES = {
  v1: { state: "freezer.state", asks: "freezer.self_freezing", by: "freezer.state" },
  v2: { state: "cgroup.events", asks: "cgroup.freeze", by: "cgroup.freeze" },
} as const;

/**
 * Reads whether a cgroup is frozen, and where. On a hybrid host it can be in either version.
 *
 * @param hierarchies - In each its own cgroup and those around it.
 * @returns `null` when no version tells.
 */
export function readFreezerFacts(
  read: ReadFile,
  hierarchies: readonly (readonly LevelPlace[])[],
): FreezerFacts | null {
  const facts = hierarchies.flatMap((places) => readFreezer(read, places) ?? []);
  if (facts.length === 0) return null;
  const known = facts.flatMap(({ frozenAt }) => (frozenAt === null ? [] : [frozenAt]));
  return {
    frozen: facts.some(({ frozen }) => frozen),
    frozenAt: known.length === 0 ? null : known.flat(),
  };
}

function readFreezer(read: ReadFile, places: readonly LevelPlace[]): FreezerFacts | null {
  const [own] = places;
  if (own === undefined) return null;
  const statePath = `${own.directory}/${FILES[own.version].state}`;
  const frozen =
    own.version === "v1"
      ? read(statePath, parseFreezerState)
      : (read(statePath, parseCgroupEvents)?.frozen ?? null);
  if (frozen === null) return null;
  const asked = places.map(({ directory, version }) => ({
    by: `${directory}/${FILES[version].by}`,
    asks: read(`${directory}/${FILES[version].asks}`, parseCounter),
  }));
  const isTold = asked.some(({ asks }) => asks !== null);
  return { frozen, frozenAt: isTold ? asked.filter(({ asks }) => asks === 1).map(({ by }) => by) : null };
}
