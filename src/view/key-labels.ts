import type { KeyBinding } from "./key-binding.ts";
import type { KeyName } from "./key-name.ts";

const LABELS: Readonly<Record<KeyName, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  "page-up": "PgUp",
  "page-down": "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  escape: "Esc",
  backspace: "Backspace",
  tab: "Tab",
  "shift-tab": "Shift-Tab",
  space: "Space",
};

/** How a key is written for people: `↑`, `PgDn`, `F5`, `Ctrl-C`, `j`. */
export function keyLabel(key: KeyName): string {
  const label = LABELS[key];
  if (label !== undefined) return label;
  if (/^f\d+$/.test(key)) return key.toUpperCase();
  return key.startsWith("ctrl-") ? `Ctrl-${key.slice("ctrl-".length).toUpperCase()}` : key;
}

/** All keys of a binding as people write them; the digits of the tabs as a range. */
export function keyLabels({ keys }: KeyBinding): string {
  const labels = keys.map(keyLabel);
  return keys.length > 2 && keys.every((key) => /^\d$/.test(key))
    ? `${labels[0]} … ${labels.at(-1)}`
    : labels.join(" ");
}
