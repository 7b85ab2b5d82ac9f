import type { FrozenGroup } from "../actions/actor.ts";
import type { Order } from "../actions/order.ts";
import type { UiState } from "./ui-state.ts";

/** Actions that may ask for more than another state. */
export type EffectAction =
  | "quit"
  | "suspend"
  | "copy"
  | "act"
  | "choose"
  | "submit"
  | "yes"
  | "no"
  | "answer";

/** What a key asks for beyond the state. */
export type Effect =
  | { readonly kind: "quit" }
  | { readonly kind: "suspend" }
  | { readonly kind: "copy"; readonly text: string }
  /** The order is looked at, and then asked about. */
  | { readonly kind: "judge"; readonly order: Order }
  /** A person said yes. */
  | { readonly kind: "perform"; readonly order: Order }
  | { readonly kind: "thaw"; readonly groups: readonly FrozenGroup[]; readonly isQuitting: boolean }
  /** Out, and what is frozen stays so. */
  | { readonly kind: "leave" };

/** What comes of a key. */
export interface Reduction {
  readonly state: UiState;
  readonly effect: Effect | null;
}
