import { applicableActions } from "../actions/applicable-actions.ts";
import { GROUP_BY } from "../report/group-by.ts";
import type { Choice } from "./choices.ts";
import type { ActionName, KeyBinding } from "./key-binding.ts";
import { keyLabel } from "./key-labels.ts";
import { KEY_MAP } from "./key-map.ts";
import { narrowed } from "./narrowed.ts";
import { listPlaces } from "./places.ts";
import type { Scene } from "./scene.ts";
import { chosenSubjects, subjectsText } from "./subjects.ts";
import { HOST_TABS } from "./tabs.ts";
import { listOf, topList, type UiState } from "./ui-state.ts";

/** Actions that have nothing to do with a name: moving about, and what has entries of its own. */
const NAMELESS: ReadonlySet<ActionName> = new Set([
  ...["up", "down", "page-up", "page-down", "first", "last", "cell-left", "cell-right"],
  ...["tab", "act", "palette", "namespaces", "network-map", "events"],
] as const);

/** What the palette is about: the list below it. */
export type Listed = Pick<Scene, "line" | "detail" | "sections" | "section" | "lines" | "rowLines">;

/** Every view, action and column whose name answers to what was typed, the best first. */
export function paletteChoices(state: UiState, scene: Listed, typed: string): readonly Choice[] {
  const all = [
    ...viewChoices(state),
    ...actionChoices(state, scene),
    ...keyChoices(state),
    ...columnChoices(state, scene),
    ...groupChoices(state),
  ];
  return narrowed(all, typed, ({ title }) => title);
}

/** The tabs of the page that is shown, the overview, and the pages of the whole host. */
function viewChoices(state: UiState): readonly Choice[] {
  const screen = topList(state);
  const ofHost = screen.kind === "page" && screen.target.kind === "host";
  const tabs = screen.kind === "page" && !ofHost && screen.pages.length > 1 ? screen.pages : [];
  return [
    ...tabs.map((page, tab) =>
      entry(
        `view:${page.title}`,
        page.title,
        "view",
        { kind: "tab", tab },
        "key" in page ? String(page.key) : "",
      ),
    ),
    ...(state.screens.length > 1
      ? [entry("view:overview", "Overview", "view: every group of this host", { kind: "overview" })]
      : []),
    ...HOST_TABS.map(({ title }) =>
      entry(
        `host:${title}`,
        ofHost || tabs.length === 0 ? title : `${title} of the host`,
        "view of the whole host",
        { kind: "open", opens: { kind: "target", target: { kind: "host" }, page: title } },
        HOST_PAGE_KEYS[title] ?? "",
      ),
    ),
  ];
}

/** Keys that lead to a page of the host from anywhere. */
const HOST_PAGE_KEYS: Readonly<Record<string, string>> = { Namespaces: "w", "Network map": "n", Events: "e" };

function actionChoices(state: UiState, scene: Listed): readonly Choice[] {
  if (state.commands === null) return [];
  const chosen = chosenSubjects(state, scene);
  if ("refusal" in chosen) return [];
  const { subjects } = chosen;
  return applicableActions(subjects, state.commands).map((choice) =>
    entry(
      `action:${choice.id}`,
      choice.title,
      `${subjectsText(subjects)}: ${choice.help}`,
      { kind: "act", choice, subjects },
      choice.key ?? "",
    ),
  );
}

function keyChoices(state: UiState): readonly Choice[] {
  const places = listPlaces(state);
  return KEY_MAP.filter(
    ({ action, where }) => !NAMELESS.has(action) && where.some((place) => places.includes(place)),
  ).map((binding) => keyChoice(binding));
}

function keyChoice({ action, keys: [key = ""], title, help }: KeyBinding): Choice {
  return entry(`key:${action}`, capital(title), help, { kind: "key", key }, keyLabel(key));
}

function columnChoices(state: UiState, { section }: Listed): readonly Choice[] {
  const { toggledColumns } = listOf(topList(state));
  const columns = Object.entries(section?.columns ?? {});
  const sameTitle = Map.groupBy(columns, ([, column]) => column.title.trim());
  return columns.flatMap(([id, column]) => {
    const own = column.title.trim();
    // Some columns differ only in what they stand beside.
    const title = (sameTitle.get(own)?.length ?? 0) > 1 ? `${own} (${id})` : own;
    const isShown = (column.hidden === true) === toggledColumns.has(id);
    return [
      ...(column.compare === undefined
        ? []
        : [entry(`sort:${id}`, `Sort by ${title}`, column.help, { kind: "sort", column: id })]),
      entry(`column:${id}`, `${isShown ? "Hide" : "Show"} column ${title}`, column.help, {
        kind: "column",
        column: id,
      }),
    ];
  });
}

function groupChoices(state: UiState): readonly Choice[] {
  if (topList(state).kind !== "overview") return [];
  return GROUP_BY.map((by) =>
    entry(`group:${by}`, `Group by ${by}`, "rows that have it in common together", { kind: "group", by }),
  );
}

function entry(id: string, title: string, help: string, does: NonNullable<Choice["does"]>, key = ""): Choice {
  return { id, title, help, chosen: false, key, does };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
