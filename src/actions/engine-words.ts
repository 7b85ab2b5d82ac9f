import type { ContainerOrder } from "../engines/container-orders.ts";
import type { ControlledContainer } from "../engines/controlled-container.ts";
import type { EngineFailure } from "../engines/engine-failure.ts";
import { visible } from "../host/text.ts";
import type { Group } from "../model/snapshot.ts";

/** What an engine waits for a container to stop where the container does not say. */
export const STOP_SECONDS = 10;

/** How an order is called while it is being done. */
export const DOING: Readonly<Record<ContainerOrder | "limits", string>> = {
  pause: "pausing",
  unpause: "unpausing",
  stop: "stopping",
  restart: "restarting",
  kill: "killing",
  remove: "removing",
  limits: "changing limits of",
};

/** What an engine is called in a sentence. */
export function engineName(engine: Group["engine"]): string {
  return engine === "podman" ? "Podman" : "Docker";
}

/** Why there is nothing to do, which an engine would call an error; `null` where there is something. */
export function whyIdle(order: ContainerOrder, { state }: ControlledContainer): string | null {
  if (order === "pause" && state === "paused") return "is paused already";
  if (order === "unpause" && state === "running") return "is not paused";
  if ((order === "stop" || order === "kill") && state === "exited") return "had stopped already";
  return null;
}

/** How a container that was stopped has ended; of what SIGKILL ends the exit code is 128 + 9. */
export function exitText({ exitCode, stopSeconds }: ControlledContainer): string {
  if (exitCode === null) return "";
  if (exitCode !== 137) return `, exit code ${exitCode}`;
  return `, exit code 137: it did not end by itself in ${stopSeconds ?? STOP_SECONDS} s and was killed`;
}

/**
 * That an engine has not done what it was told. An error that it explains is its own; where it just does not answer, it may
 * still have done it.
 *
 * @param doing - As `stopping db (4f1c…)`.
 */
export function notDoneText(doing: string, engine: string, failure: EngineFailure): string {
  if (failure.statusCode === null) {
    return `${doing}: ${engine} ${visible(failure.message)}; it may or may not have done it`;
  }
  if (failure.explanation === null) return `${doing} failed: ${engine} ${visible(failure.message)}`;
  return `${doing} failed: ${engine} says: ${visible(failure.explanation)}`;
}
