import type { KeyBinding } from "./key-binding.ts";

const LISTS = ["list"] as const;
const NOT_TYPED = ["list", "help", "chooser"] as const;

/** Keys that lead to other views, stand still, copy, or leave. */
export const VIEW_KEYS: readonly KeyBinding[] = [
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
    action: "environment",
    keys: ["E"],
    title: "secrets",
    help: "In a container's record: read and show environment values, and what else may be secret",
    where: ["record"],
    footer: 4,
  },
  {
    action: "wrap",
    keys: ["W"],
    title: "wrap",
    help: "In logs: wrap long lines, or cut them",
    where: ["log"],
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
  {
    action: "palette",
    keys: [":"],
    title: "palette",
    help: "Find any view, action or column by a part of its name",
    where: ["list", "help"],
    footer: 5,
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
];
