import type { LogRequest } from "../engines/log-request.ts";
import { resolveTarget } from "../model/resolve-target.ts";
import type { Group } from "../model/snapshot.ts";
import type { SnapshotLine, Wants } from "../stream/protocol.ts";
import { groupsOnScreen } from "./groups-on-screen.ts";
import { processKey } from "./processes-section.ts";
import { sameTarget } from "./same-target.ts";
import { pagesOf, push } from "./screen-stack.ts";
import {
  GONE_AFTER,
  newPage,
  type PageScreen,
  pageOf,
  topList,
  type UiState,
  withScreen,
} from "./ui-state.ts";
import type { UiView } from "./ui-store.ts";

/** What comes of a snapshot: the next state, or the sentence that the program ends with. */
export type Received = { readonly state: UiState } | { readonly failure: string };

/** Takes in a snapshot that has just come: the page on top remembers what it says of its target. */
export function receive(state: UiState, line: SnapshotLine): Received {
  if (state.pendingTarget !== null) return openPending(state, state.pendingTarget, line);
  const screen = topList(state);
  return { state: screen.kind === "page" ? withScreen(state, screen, informed(screen, line)) : state };
}

/** What the sampler is to read for what is on screen. */
export function wantsOf({ state, scene }: Pick<UiView, "state" | "scene">): Wants {
  const screen = topList(state);
  if (screen.kind !== "page") return { detail: null, onScreen: groupsOnScreen(screen, scene), logs: null };
  const parts = pageOf(screen)?.parts ?? [];
  const secret = screen.environment ? pageOf(screen)?.secret : undefined;
  const isLog = pageOf(screen)?.follows === "log" && scene.detail !== null;
  return {
    detail: { target: screen.target, parts: secret === undefined ? parts : [...parts, secret] },
    onScreen: scene.detail === null ? null : [scene.detail.group.id],
    logs: isLog ? logRequest(scene.detail.group) : null,
  };
}

function logRequest(group: Group): LogRequest {
  const { id: groupId, kind, engine, engineEndpoint, containerId, cgroupPath } = group;
  return { groupId, kind, engine, engineEndpoint, containerId, cgroupPath };
}

/**
 * The page with the newest of every part that was ever read for it: a tab that is come back to shows at once what
 * it showed before.
 */
function informed(screen: PageScreen, { detail, groups }: SnapshotLine): PageScreen {
  if (detail === undefined) return screen;
  const { target } = screen;
  if (detail === null) {
    const isGone = target.kind === "group" && !groups.some(({ id }) => id === target.groupId);
    return { ...screen, timesGone: isGone ? GONE_AFTER : screen.timesGone + 1 };
  }
  if (!sameTarget(detail.target, screen.target)) return screen;
  const { environment, inspectionSecrets, ...others } = detail;
  const asked = screen.environment
    ? {
        ...(environment !== undefined && { environment }),
        ...(inspectionSecrets !== undefined && { inspectionSecrets }),
      }
    : {};
  return { ...screen, detail: { ...screen.detail, ...others, ...asked }, timesGone: 0 };
}

/** Opens what the command line asked for, now that it can be looked for. */
function openPending(state: UiState, text: string, line: SnapshotLine): Received {
  const target = resolveTarget(text, line);
  if ("error" in target) return { failure: target.error };
  const page = newPage(target, pagesOf({ kind: "target", target }));
  const opened: UiState = { ...state, pendingTarget: null };
  if (target.kind !== "process") return { state: push(opened, page) };
  const [first, ...others] = page.lists;
  const lists =
    first === undefined ? [] : [{ ...first, cursorKey: processKey(target.pid), reveal: true }, ...others];
  return { state: push(opened, { ...page, lists }) };
}
