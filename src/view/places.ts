import type { Place } from "./key-binding.ts";
import type { Mode } from "./mode.ts";
import { isProcessPage } from "./screen-stack.ts";
import { pageOf, topList, topScreen, type UiState } from "./ui-state.ts";

/** Which table of keys what opens over a list has. */
const MODE_PLACES: Readonly<Record<Exclude<Mode["kind"], "list">, readonly Place[]>> = {
  prompt: ["prompt"],
  chooser: ["chooser"],
  menu: ["chooser", "menu"],
  signal: ["picker"],
  palette: ["picker"],
  limits: ["form"],
  question: ["question"],
  word: ["word"],
  frozen: ["frozen"],
};

/** What has the keys. */
export function placesOf(state: UiState): readonly Place[] {
  if (state.mode.kind !== "list") return MODE_PLACES[state.mode.kind];
  return topScreen(state).kind === "help" ? ["help"] : listPlaces(state);
}

/** What the list on top is, whatever is open over it. */
export function listPlaces(state: UiState): readonly Place[] {
  const acting: readonly Place[] = state.commands === null ? [] : ["acting"];
  const screen = topList(state);
  if (screen.kind === "overview") return ["list", "overview", ...acting];
  if (isProcessPage(screen)) return ["list", "process", ...acting];
  const { cells, follows, secret } = pageOf(screen) ?? {};
  return [
    "list",
    ...(screen.pages.length > 1 ? (["page"] as const) : []),
    ...(cells === undefined ? [] : (["cells"] as const)),
    ...(follows === "log" ? (["log"] as const) : []),
    ...(secret === undefined ? [] : (["record"] as const)),
    ...acting,
  ];
}
