import { secondsBetween } from "../report/format.ts";
import type { SnapshotLine, StreamState } from "../stream/protocol.ts";
import type { Pause, UiState } from "./ui-state.ts";

/** Stands still at the newest sample, or goes on. */
export function togglePause(state: UiState, { history, cpuHistory, events, log }: StreamState): UiState {
  if (state.pause !== null) return { ...state, pause: null };
  return history.length === 0
    ? state
    : { ...state, pause: { history, cpuHistory, events, log, stepsBack: 0 } };
}

/** Goes `steps` samples back, or forward where negative; as far as there are any. */
export function step(state: UiState, steps: number): UiState {
  const { pause } = state;
  if (pause === null) return { ...state, message: "[ and ] step through the last samples while paused: p" };
  const stepsBack = Math.min(Math.max(pause.stepsBack + steps, 0), pause.history.length - 1);
  if (stepsBack !== pause.stepsBack) return { ...state, pause: { ...pause, stepsBack } };
  return { ...state, message: steps > 0 ? "no earlier sample" : "no later sample: p goes on" };
}

/** The snapshot to show. */
export function shownLine(pause: Pause | null, stream: StreamState): SnapshotLine | null {
  return pause === null ? stream.snapshot : (pause.history.at(-1 - pause.stepsBack) ?? null);
}

/** The CPU percent of each group up to the snapshot that is shown. */
export function shownCpuHistory(pause: Pause | null, stream: StreamState): StreamState["cpuHistory"] {
  if (pause === null) return stream.cpuHistory;
  const { cpuHistory, stepsBack } = pause;
  if (stepsBack === 0) return cpuHistory;
  return new Map(Array.from(cpuHistory, ([id, values]) => [id, values.slice(0, -stepsBack)]));
}

/** The samples up to the one that is shown, and with it. */
export function shownHistory(pause: Pause | null, stream: StreamState): StreamState["history"] {
  const { history } = pause ?? stream;
  return pause === null || pause.stepsBack === 0 ? history : history.slice(0, -pause.stepsBack);
}

/** What had happened by the snapshot that is shown. */
export function shownEvents(pause: Pause | null, stream: StreamState): StreamState["events"] {
  if (pause === null || pause.stepsBack === 0) return (pause ?? stream).events;
  const takenAt = Date.parse(shownLine(pause, stream)?.takenAt ?? "");
  return pause.events.filter(({ at }) => Date.parse(at) <= takenAt);
}

/** The log as it was; that of another group, which was not looked at then, as it is. */
export function shownLog(pause: Pause | null, stream: StreamState): StreamState["log"] {
  return pause !== null && pause.log?.groupId === stream.log?.groupId ? pause.log : stream.log;
}

/** How many seconds what is shown is behind the newest there is. */
export function secondsBehind(line: SnapshotLine, stream: StreamState): number {
  return Math.round(secondsBetween(line.takenAt, stream.snapshot?.takenAt ?? null) ?? 0);
}
