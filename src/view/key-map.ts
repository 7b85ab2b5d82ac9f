import type { KeyName } from "./key-name.ts";

/** What a key can do. */
export type ActionName =
  | "down"
  | "up"
  | "page-down"
  | "page-up"
  | "first"
  | "last"
  | "open"
  | "back"
  | "next-tab"
  | "previous-tab"
  | "tab"
  | "cell-left"
  | "cell-right"
  | "namespaces"
  | "network-map"
  | "events"
  | "environment"
  | "filter"
  | "sort"
  | "sort-next"
  | "sort-previous"
  | "sort-cpu"
  | "sort-memory"
  | "sort-name"
  | "sort-pids"
  | "reverse"
  | "group"
  | "tree"
  | "fold"
  | "unfold-row"
  | "fold-row"
  | "fold-all"
  | "follow"
  | "columns"
  | "pause"
  | "step-back"
  | "step-forward"
  | "faults"
  | "copy"
  | "help"
  | "suspend"
  | "quit"
  | "choose"
  | "close"
  | "accept"
  | "erase"
  | "erase-all";

/**
 * Where a key has a meaning: `list` is the overview and every page; `overview`, `page` (with tabs), `cells` (where the cursor goes by
 * cells) and `process` are some of them; `help` the help page; `chooser` and `prompt` what opens over a list and takes its keys.
 */
export type Place = "list" | "overview" | "page" | "cells" | "process" | "help" | "chooser" | "prompt";

/** One row of the table of keys. */
export interface KeyBinding {
  readonly action: ActionName;
  readonly keys: readonly KeyName[];
  /** One or two words, for the footer. */
  readonly title: string;
  /** One sentence, for the help page and the README. */
  readonly help: string;
  readonly where: readonly Place[];
  /** In the footer, the lower the longer it stays when the terminal is narrow; absent: not in it. */
  readonly footer?: number;
}

const LISTS = ["list"] as const;
const SCROLLED = ["list", "help", "chooser"] as const;
const NOT_TYPED = ["list", "help", "chooser"] as const;

/** The one table of keys: what they do, the footer, the help page and the README are made from it. */
export const KEY_MAP: readonly KeyBinding[] = [
  {
    action: "open",
    keys: ["enter"],
    title: "open",
    help: "Open the row: a group, a process, a namespace, the other end of a veth",
    where: LISTS,
    footer: 1,
  },
  {
    action: "back",
    keys: ["escape", "backspace"],
    title: "back",
    help: "Go back to the row that was left; first, Esc ends a filter",
    where: ["list", "help"],
    footer: 2,
  },
  {
    action: "choose",
    keys: ["enter", "space"],
    title: "choose",
    help: "Take what the cursor is on",
    where: ["chooser"],
    footer: 1,
  },
  {
    action: "close",
    keys: ["escape", "backspace"],
    title: "close",
    help: "Close",
    where: ["chooser"],
    footer: 1,
  },
  { action: "up", keys: ["up", "k"], title: "up", help: "Up a row", where: SCROLLED },
  { action: "down", keys: ["down", "j"], title: "down", help: "Down a row", where: SCROLLED },
  {
    action: "page-up",
    keys: ["page-up", "ctrl-b"],
    title: "page up",
    help: "Up a page",
    where: SCROLLED,
  },
  {
    action: "page-down",
    keys: ["page-down", "ctrl-f"],
    title: "page down",
    help: "Down a page",
    where: SCROLLED,
  },
  {
    action: "first",
    keys: ["home"],
    title: "first",
    help: "First row; there the cursor rests, however the rows move",
    where: SCROLLED,
  },
  { action: "last", keys: ["end", "G"], title: "last", help: "Last row", where: SCROLLED },
  {
    action: "tab",
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    title: "tabs",
    help: "Go to that tab of a group, or of the whole host",
    where: ["page"],
  },
  { action: "next-tab", keys: ["tab"], title: "next tab", help: "Next tab", where: ["page"], footer: 8 },
  {
    action: "previous-tab",
    keys: ["shift-tab"],
    title: "previous tab",
    help: "Previous tab",
    where: ["page"],
  },
  {
    action: "cell-left",
    keys: ["left"],
    title: "cell to the left",
    help: "Where rows have cells to open: the cell to the left",
    where: ["cells"],
  },
  {
    action: "cell-right",
    keys: ["right"],
    title: "next cell",
    help: "Where rows have cells to open: the cell to the right",
    where: ["cells"],
    footer: 3,
  },
  {
    action: "filter",
    keys: ["/"],
    title: "filter",
    help: "Show rows that hold a text; /!text those that do not. Enter keeps it, Esc ends it",
    where: LISTS,
    footer: 3,
  },
  {
    action: "sort",
    keys: ["s", "f6"],
    title: "sort",
    help: "Choose the column to sort by",
    where: LISTS,
    footer: 5,
  },
  {
    action: "sort-next",
    keys: [">"],
    title: "sort by next",
    help: "Sort by the next column to the right",
    where: LISTS,
  },
  {
    action: "sort-previous",
    keys: ["<"],
    title: "sort by previous",
    help: "Sort by the next column to the left",
    where: LISTS,
  },
  { action: "sort-cpu", keys: ["C"], title: "by CPU", help: "Sort by CPU", where: LISTS },
  { action: "sort-memory", keys: ["M"], title: "by memory", help: "Sort by memory", where: LISTS },
  { action: "sort-name", keys: ["N"], title: "by name", help: "Sort by name", where: LISTS },
  {
    action: "sort-pids",
    keys: ["P"],
    title: "by pids",
    help: "Sort by number of pids, or by pid",
    where: LISTS,
  },
  { action: "reverse", keys: ["I"], title: "reverse", help: "Sort the other way round", where: LISTS },
  {
    action: "group",
    keys: ["g"],
    title: "group",
    help: "Choose what to put groups together by: pod, service, a namespace …",
    where: ["overview"],
    footer: 6,
  },
  {
    action: "tree",
    keys: ["t", "f5"],
    title: "tree",
    help: "Rows below the ones they belong to, or all on one level",
    where: LISTS,
    footer: 7,
  },
  {
    action: "fold",
    keys: ["space"],
    title: "fold",
    help: "Fold away what is below the row, or show it: the host's services above all",
    where: LISTS,
  },
  { action: "unfold-row", keys: ["+"], title: "unfold", help: "Show what is below the row", where: LISTS },
  {
    action: "fold-row",
    keys: ["-"],
    title: "fold up",
    help: "Fold away what is below the row; again: go to the row above it in the tree",
    where: LISTS,
  },
  {
    action: "fold-all",
    keys: ["*"],
    title: "fold all",
    help: "Fold every row, or unfold every row",
    where: LISTS,
  },
  {
    action: "follow",
    keys: ["F"],
    title: "follow",
    help: "Move with the row wherever sorting puts it; else the cursor stays on its row while that is on screen",
    where: LISTS,
  },
  { action: "columns", keys: ["c"], title: "columns", help: "Choose the columns", where: LISTS, footer: 9 },
  {
    action: "faults",
    keys: ["!"],
    title: "faults",
    help: "Show only rows with something wrong",
    where: LISTS,
    footer: 8,
  },
  {
    action: "namespaces",
    keys: ["w"],
    title: "namespaces",
    help: "Every namespace of the host, who is in it and what keeps it alive; next to it, who shares what with whom",
    where: LISTS,
    footer: 5,
  },
  {
    action: "network-map",
    keys: ["n"],
    title: "network",
    help: "The network map: bridges of the host and the containers that hang on them",
    where: LISTS,
    footer: 6,
  },
  {
    action: "events",
    keys: ["e"],
    title: "events",
    help: "What happened: namespaces made, joined and left, containers started and stopped",
    where: LISTS,
    footer: 6,
  },
  {
    action: "environment",
    keys: ["E"],
    title: "environment",
    help: "Read and show the process's environment, which may hold secrets",
    where: ["process"],
    footer: 4,
  },
  {
    action: "pause",
    keys: ["p"],
    title: "pause",
    help: "Stand still at this sample, or go on",
    where: LISTS,
    footer: 7,
  },
  {
    action: "step-back",
    keys: ["["],
    title: "step back",
    help: "While paused: one sample back",
    where: LISTS,
  },
  {
    action: "step-forward",
    keys: ["]"],
    title: "step forward",
    help: "While paused: one sample forward",
    where: LISTS,
  },
  {
    action: "copy",
    keys: ["y"],
    title: "copy",
    help: "Copy the row's name or id to the clipboard, where the terminal allows it (OSC 52)",
    where: LISTS,
  },
  { action: "help", keys: ["?", "f1"], title: "help", help: "This page", where: NOT_TYPED, footer: 3 },
  {
    action: "suspend",
    keys: ["ctrl-z"],
    title: "to the shell",
    help: "To the shell; fg comes back",
    where: NOT_TYPED,
  },
  { action: "quit", keys: ["q", "ctrl-c"], title: "quit", help: "Quit", where: NOT_TYPED, footer: 2 },
  { action: "accept", keys: ["enter"], title: "keep", help: "Keep the filter", where: ["prompt"], footer: 1 },
  {
    action: "close",
    keys: ["escape"],
    title: "no filter",
    help: "End the filter",
    where: ["prompt"],
    footer: 1,
  },
  { action: "erase", keys: ["backspace"], title: "erase", help: "Erase a character", where: ["prompt"] },
  {
    action: "erase-all",
    keys: ["ctrl-u"],
    title: "erase all",
    help: "Erase all of it",
    where: ["prompt"],
    footer: 2,
  },
  { action: "up", keys: ["up"], title: "up", help: "Up a row", where: ["prompt"] },
  { action: "down", keys: ["down"], title: "down", help: "Down a row", where: ["prompt"] },
  { action: "quit", keys: ["ctrl-c"], title: "quit", help: "Quit", where: ["prompt"] },
];

/** What `key` does where any of `places` is on screen. */
export function bindingOf(key: KeyName, places: readonly Place[]): KeyBinding | null {
  return (
    KEY_MAP.find(({ keys, where }) => keys.includes(key) && where.some((place) => places.includes(place))) ??
    null
  );
}
