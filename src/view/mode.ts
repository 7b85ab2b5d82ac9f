import type { ActionChoice } from "../actions/action-choice.ts";
import type { FrozenGroup } from "../actions/actor.ts";
import type { Order } from "../actions/order.ts";
import type { Subject } from "../actions/subject.ts";

/** Who takes the keys. */
export type Mode =
  | { readonly kind: "list" }
  /** The filter is being typed; it works on the list at once. */
  | { readonly kind: "prompt" }
  | { readonly kind: "chooser"; readonly chooser: ChooserName; readonly index: number }
  | MenuMode
  | SignalMode
  | LimitsMode
  | PaletteMode
  | QuestionMode
  | WordMode
  | FrozenMode;

export type ChooserName = "sort" | "group" | "columns";

/** What can be done to the subjects. They stay those that there were when it opened. */
export interface MenuMode {
  readonly kind: "menu";
  readonly subjects: readonly Subject[];
  readonly index: number;
}

/** Which signal to send. */
export interface SignalMode {
  readonly kind: "signal";
  readonly choice: ActionChoice;
  readonly subjects: readonly Subject[];
  readonly typed: string;
  readonly index: number;
}

/** Which limits to set. */
export interface LimitsMode {
  readonly kind: "limits";
  readonly choice: ActionChoice;
  readonly subjects: readonly Subject[];
  readonly cpu: string;
  readonly memory: string;
  /** The one that is typed into. */
  readonly field: "cpu" | "memory";
}

/** Views, actions and columns, found by a part of their names. */
export interface PaletteMode {
  readonly kind: "palette";
  readonly typed: string;
  readonly index: number;
}

/** What every question has. */
interface Asked {
  /** The line that what can be scrolled begins with. */
  readonly top: number;
  /**
   * It takes an answer: it has been on the screen for a moment in which no key was pressed. A key that was pressed before
   * it could be read is none.
   */
  readonly armed: boolean;
}

/** Asked with yes or no before an order is carried out. */
export interface QuestionMode extends Asked {
  readonly kind: "question";
  readonly order: Order;
  readonly warning: string | null;
  /** Enter says yes. */
  readonly yes: boolean;
}

/** Asked for a word to be typed. */
export interface WordMode extends Asked {
  readonly kind: "word";
  readonly order: Order;
  readonly warning: string;
  readonly word: string;
  readonly typed: string;
}

/** Asked of groups that nstop froze and that are still frozen: at the end, or after one that ended without asking. */
export interface FrozenMode extends Asked {
  readonly kind: "frozen";
  readonly groups: readonly FrozenGroup[];
  readonly isQuitting: boolean;
}

export const LIST_MODE: Mode = { kind: "list" };

/** Whether a mode is a question that does not take an answer yet. */
export function isUnarmed(mode: Mode): mode is QuestionMode | WordMode | FrozenMode {
  return "armed" in mode && !mode.armed;
}
