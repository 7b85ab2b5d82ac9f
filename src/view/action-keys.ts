import type { KeyBinding } from "./key-binding.ts";

const ACTING = ["acting"] as const;
/** In the menu they take what they stand beside. */
const DIRECT = ["acting", "menu"] as const;

/** Keys of what nstop does to the host; with `--read-only` they have no meaning. */
export const ACTION_KEYS: readonly KeyBinding[] = [
  {
    action: "actions",
    keys: ["a"],
    title: "actions",
    help: "What can be done to the row, to the tagged rows, or to what the page is of; each asks first",
    where: ACTING,
    footer: 4,
  },
  {
    action: "act",
    keys: ["x"],
    title: "signal",
    help: "Send a signal: to a process, or to the first process of a group",
    where: DIRECT,
    footer: 9,
  },
  {
    action: "act",
    keys: ["z"],
    title: "freeze/thaw",
    help: "Freeze a group by its cgroup, or thaw it",
    where: DIRECT,
    footer: 10,
  },
  {
    action: "act",
    keys: ["S"],
    title: "shell",
    help: "A shell inside: in all namespaces of the row, with its own files",
    where: DIRECT,
    footer: 9,
  },
  {
    action: "act",
    keys: ["H"],
    title: "host's shell",
    help: "A shell with this host's files and tools in the row's network",
    where: DIRECT,
    footer: 10,
  },
  {
    action: "tag",
    keys: ["T"],
    title: "tag",
    help: "Tag the row, to act on several together; Esc lets go of all. Where nothing folds, Space does it as well",
    where: ACTING,
    footer: 10,
  },
];
