import type { EngineReport, EngineState } from "../engines/engine.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { stateText } from "../report/group-text.ts";
import type { Segment } from "./segments.ts";
import { paint } from "./theme.ts";

/** What an engine that does not answer is said to be. */
const STATE_WORDS: Readonly<Record<EngineState, string>> = {
  connected: "",
  unreachable: "not answering",
  denied: "no permission",
  absent: "no socket",
};

/** Container states in the order in which they are counted; others come after. */
const COUNTED = [
  "up",
  "paused",
  "frozen",
  "restarting",
  "unhealthy",
  "starting",
  "created",
  "exited",
  "dead",
];

/** One piece for each engine: its name and version, whether it answers, and how its containers are. */
export function engineSegments({ engines, groups }: Snapshot): readonly Segment[] {
  if (engines.length === 0) return [{ text: "no container engine", style: { dim: true }, priority: 2 }];
  return engines.map((engine) => engineSegment(engine, groups));
}

function engineSegment({ name, version, state }: EngineReport, groups: readonly Group[]): Segment {
  const title = version === null ? name : `${name} ${version}`;
  const isConnected = state === "connected";
  const dot = isConnected ? "●" : "○";
  const own = groups.filter(({ engine, kind }) => engine === name && kind === "container");
  const rest = isConnected ? ` ${countsText(own)}` : ` ${STATE_WORDS[state]}`;
  const color = isConnected ? "green" : "red";
  return {
    text: `${title} ${dot}${rest}`,
    painted: `${title} ${paint(dot, { color })}${isConnected ? rest : paint(rest, { color })}`,
    priority: isConnected ? 2 : 1,
  };
}

/** Such as `41 up  2 paused`. */
function countsText(groups: readonly Group[]): string {
  if (groups.length === 0) return "no containers";
  const byState = Map.groupBy(groups, stateText);
  const words = [...COUNTED, ...byState.keys()];
  const counted = [...new Set(words)].filter((word) => byState.has(word));
  return counted.map((word) => `${byState.get(word)?.length} ${word}`).join("  ");
}
