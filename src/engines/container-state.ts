import type { ContainerState, EngineContainer } from "./engine.ts";

/** Docker's own words, and Podman's where they differ. */
const STATES: Readonly<Record<string, ContainerState>> = {
  created: "created",
  configured: "created",
  initialized: "created",
  running: "running",
  stopping: "running",
  paused: "paused",
  restarting: "restarting",
  removing: "removing",
  exited: "exited",
  stopped: "exited",
  dead: "dead",
};

/** What an engine's word for a state means; `null` for a word of an engine newer than nstop. */
export function containerState(word: string): ContainerState | null {
  return Object.hasOwn(STATES, word) ? (STATES[word] ?? null) : null;
}

/** Whether a container is one that nstop shows: it runs, is paused, or is about to run again. */
export function isLive({ state, pid }: Pick<EngineContainer, "state" | "pid">): boolean {
  if (state === null) return pid !== null;
  return state === "running" || state === "paused" || state === "restarting";
}
