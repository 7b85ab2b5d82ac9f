import { ACTION_KEYS } from "./action-keys.ts";
import type { KeyBinding, Place } from "./key-binding.ts";
import type { KeyName } from "./key-name.ts";
import { LIST_KEYS } from "./list-keys.ts";
import { MOVE_KEYS } from "./move-keys.ts";
import { OVERLAY_KEYS } from "./overlay-keys.ts";
import { VIEW_KEYS } from "./view-keys.ts";

/** The one table of keys: what they do, the footer, the help page and the README are made from it. */
export const KEY_MAP: readonly KeyBinding[] = [
  ...MOVE_KEYS,
  ...LIST_KEYS,
  ...ACTION_KEYS,
  ...VIEW_KEYS,
  ...OVERLAY_KEYS,
];

/** What `key` does where any of `places` is on screen. */
export function bindingOf(key: KeyName, places: readonly Place[]): KeyBinding | null {
  return (
    KEY_MAP.find(({ keys, where }) => keys.includes(key) && where.some((place) => places.includes(place))) ??
    null
  );
}
