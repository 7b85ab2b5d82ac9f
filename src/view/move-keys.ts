import type { KeyBinding } from "./key-binding.ts";

const LISTS = ["list"] as const;
const SCROLLED = ["list", "help", "chooser"] as const;

/** Keys that go somewhere: along rows and cells, into a row and back, from tab to tab. */
export const MOVE_KEYS: readonly KeyBinding[] = [
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
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
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
];
