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
  | "wrap"
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
  | "palette"
  | "help"
  | "suspend"
  | "quit"
  | "actions"
  | "act"
  | "tag"
  | "choose"
  | "close"
  | "accept"
  | "submit"
  | "next-field"
  | "previous-field"
  | "erase"
  | "erase-all"
  | "yes"
  | "no"
  | "other-answer"
  | "answer";

/**
 * Where a key has a meaning: `list` is the overview and every page; `overview`, `page` (with tabs), `cells` (where the cursor goes by
 * cells), `process`, `log`, `record` and `acting` (unless nstop only reads) are some of them; `help` the help page. The others open over a list and
 * take its keys: `chooser` and, among them, the `menu` of actions; `prompt` the filter; `picker` what is narrowed by typing; `form`
 * and `word` what is filled in; `question` what is asked before an action, `frozen` what is asked of groups that are still frozen.
 */
export type Place =
  | "list"
  | "overview"
  | "page"
  | "cells"
  | "process"
  | "log"
  | "record"
  | "acting"
  | "help"
  | "chooser"
  | "menu"
  | "prompt"
  | "picker"
  | "form"
  | "question"
  | "word"
  | "frozen";

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
