import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import type { EngineName, EngineReport, EngineState } from "../engines/engine.ts";
import { endpointUser } from "../engines/parse-endpoint.ts";
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

/**
 * One piece for each engine: its name and version, whether it answers, and how its containers are. Engines that nobody asks are
 * known by their containers only.
 */
export function engineSegments({ engines, groups }: Snapshot): readonly Segment[] {
  const containers = groups.filter(({ kind, engine }) => kind === "container" && engine !== null);
  const byEngine = Map.groupBy(containers, (group) => reportOf(group, engines) ?? group.engine);
  const silent = [...byEngine].flatMap(([name, own]) => (typeof name === "string" ? [{ name, own }] : []));
  if (engines.length === 0 && silent.length === 0) {
    return [{ text: "no container engine", style: { dim: true }, priority: 2 }];
  }
  const segments = [
    ...engines.map((engine) => engineSegment(engine, byEngine.get(engine) ?? [])),
    ...silent
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, own }) => unaskedSegment(name, own)),
  ];
  // Where there is no room for all, the last go first.
  return segments.map((segment, index) => ({ ...segment, priority: segment.priority + index / 100 }));
}

/** The engine that a container is counted with: the one that told of it, else one of the same name and user. */
function reportOf(
  { engine, engineEndpoint, cgroupPath }: Group,
  engines: readonly EngineReport[],
): EngineReport | undefined {
  return (
    engines.find(({ endpoint }) => endpoint === engineEndpoint) ??
    engines.find(({ name, endpoint }) => name === engine && endpointUser(endpoint) === cgroupUser(cgroupPath))
  );
}

function engineSegment({ name, version, state, endpoint }: EngineReport, own: readonly Group[]): Segment {
  const user = endpointUser(endpoint);
  const title = [user === null ? name : `${name}@${user}`, ...(version === null ? [] : [upstream(version)])];
  const isConnected = state === "connected";
  const dot = isConnected ? "●" : "○";
  const rest = isConnected ? ` ${countsText(own)}` : ` ${STATE_WORDS[state]}`;
  const color = isConnected ? "green" : "red";
  return {
    text: `${title.join(" ")} ${dot}${rest}`,
    painted: `${title.join(" ")} ${paint(dot, { color })}${isConnected ? rest : paint(rest, { color })}`,
    priority: isConnected ? 2 : 1,
  };
}

function unaskedSegment(name: EngineName, own: readonly Group[]): Segment {
  return { text: `${name} ${countsText(own)}`, priority: 2 };
}

/** Without what a distribution has put behind it: `20.10.24` of `20.10.24+dfsg1`. */
function upstream(version: string): string {
  return version.replace(/(?<=\d)[+~-].*$/s, "");
}

/** Such as `41 up  2 paused`. */
function countsText(groups: readonly Group[]): string {
  if (groups.length === 0) return "no containers";
  const byState = Map.groupBy(groups, stateText);
  const words = [...COUNTED, ...byState.keys()];
  const counted = [...new Set(words)].filter((word) => byState.has(word));
  return counted.map((word) => `${byState.get(word)?.length} ${word}`).join("  ");
}
