import type { CustomCommand } from "../actions/custom-command.ts";
import type { Detail } from "../model/detail.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Target } from "../model/snapshot.ts";
import type { GroupBy } from "../report/group-by.ts";
import type { SortColumnName } from "../report/select-groups.ts";
import type { SnapshotLine, StreamState } from "../stream/protocol.ts";
import { type ActionReport, NO_REPORT } from "./action-report.ts";
import { INITIAL_LIST, type ListState } from "./list-state.ts";
import { LIST_MODE, type Mode } from "./mode.ts";
import { type Page, TABS } from "./tabs.ts";

/** What the command line says about the user interface. */
export interface UiOptions {
  /** What to open at once; `null`: the overview. */
  readonly target: string | null;
  readonly group: GroupBy;
  readonly filter: string;
  /** `null`: by CPU. */
  readonly sort: SortColumnName | null;
  readonly reverse: boolean;
  readonly tree: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
}

/** Everything a person has done to the user interface; what the host does is in the stream. */
export interface UiState {
  readonly size: Size;
  /** From the overview to what is on top. */
  readonly screens: readonly [OverviewScreen, ...Screen[]];
  readonly mode: Mode;
  readonly groupBy: GroupBy;
  readonly pause: Pause | null;
  /** Long lines of logs are wrapped, rather than cut. */
  readonly wrap: boolean;
  /** The log that is being read; `null` while none is, or it is followed. */
  readonly heldLog: StreamState["log"];
  /** What can be run on a row; `null` where nstop only reads: then there are no actions at all. */
  readonly commands: readonly CustomCommand[] | null;
  readonly report: ActionReport;
  /** Said as long as there is room: what the environment asked for and nstop does not do. */
  readonly notice: string | null;
  /** Said until the next key. */
  readonly message: string | null;
  /** What the command line said to open, until there is a snapshot to look for it in. */
  readonly pendingTarget: string | null;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export type Screen = OverviewScreen | PageScreen | HelpScreen;

export interface OverviewScreen {
  readonly kind: "overview";
  readonly list: ListState;
}

/** The drill-down into one target. */
export interface PageScreen {
  readonly kind: "page";
  readonly target: Target;
  /** Its tabs, or its only page. */
  readonly pages: readonly Page[];
  readonly tab: number;
  /** One for each of `pages`. */
  readonly lists: readonly ListState[];
  /** What was last known, all parts that were ever read; `null` until the first answer. */
  readonly detail: Detail | null;
  /** How often in a row the answer was that there is no such target. */
  readonly timesGone: number;
  /** What may hold secrets was asked for: the process's environment, or hidden values of a record. */
  readonly environment: boolean;
}

export interface HelpScreen {
  readonly kind: "help";
  /** The row it begins with. */
  readonly top: number;
}

/** The samples that there were when the person paused. */
export interface Pause {
  readonly history: readonly SnapshotLine[];
  readonly cpuHistory: StreamState["cpuHistory"];
  readonly events: StreamState["events"];
  readonly log: StreamState["log"];
  /** How many samples before the last of them is shown. */
  readonly stepsBack: number;
}

/** An answer may still be about what was wanted before: the second one in a row counts. */
export const GONE_AFTER = 2;

/** What {@link initialState} is made from beside the command line. */
export interface Beginning {
  readonly size: Size;
  readonly notice: string | null;
  /** See {@link UiState.commands}. */
  readonly commands: readonly CustomCommand[] | null;
}

/** The user interface as the command line asks for it. */
export function initialState(options: UiOptions, { size, notice, commands }: Beginning): UiState {
  const list: ListState = {
    ...INITIAL_LIST,
    filter: options.filter,
    sort: { column: options.sort ?? "cpu", reverse: options.reverse },
    tree: options.tree,
    folded: new Set([HOST_GROUP_ID]),
  };
  return {
    size,
    screens: [{ kind: "overview", list }],
    mode: LIST_MODE,
    groupBy: options.group,
    pause: null,
    wrap: false,
    heldLog: null,
    commands,
    report: NO_REPORT,
    notice,
    message: null,
    pendingTarget: options.target,
  };
}

/** A page for a target that has not been looked at yet. */
export function newPage(target: Target, pages: readonly Page[] = TABS): PageScreen {
  const lists = pages.map(({ folded }) =>
    folded === undefined ? INITIAL_LIST : { ...INITIAL_LIST, folded: new Set(folded) },
  );
  return { kind: "page", target, pages, tab: 0, lists, detail: null, timesGone: 0, environment: false };
}

export function topScreen({ screens }: UiState): Screen {
  return screens.at(-1) ?? screens[0];
}

/** The screen whose rows the keys are about: below the help page, the one it was called from. */
export function topList({ screens }: UiState): OverviewScreen | PageScreen {
  return screens.findLast((screen) => screen.kind !== "help") ?? screens[0];
}

export function listOf(screen: OverviewScreen | PageScreen): ListState {
  return screen.kind === "overview" ? screen.list : (screen.lists[screen.tab] ?? INITIAL_LIST);
}

/** The page that is in front of a screen's tabs. */
export function pageOf({ pages, tab }: PageScreen): Page | null {
  return pages[tab] ?? null;
}

/** Whether the target of a page is no more. */
export function isGone({ timesGone }: PageScreen): boolean {
  return timesGone >= GONE_AFTER;
}

/** The state with another screen in the place of `screen`. */
export function withScreen(state: UiState, screen: Screen, next: Screen): UiState {
  if (screen === next) return state;
  const [overview, ...others] = state.screens;
  const replaced = others.map((other) => (other === screen ? next : other));
  return {
    ...state,
    screens: [overview === screen && next.kind === "overview" ? next : overview, ...replaced],
  };
}

/** The state with another list state on the topmost list. */
export function withList(state: UiState, list: ListState): UiState {
  const screen = topList(state);
  if (listOf(screen) === list) return state;
  if (screen.kind === "overview") return withScreen(state, screen, { ...screen, list });
  return withScreen(state, screen, { ...screen, lists: screen.lists.with(screen.tab, list) });
}
