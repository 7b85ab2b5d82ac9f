import { isUnarmed, type Mode } from "./mode.ts";
import type { UiStore } from "./ui-store.ts";

/** A question takes an answer once it has stood on the screen for so long without a key. */
const READING_MILLISECONDS = 300;

/**
 * Lets a question take an answer only when it can have been read. Keys that were pressed before, however many and however
 * late a slow line brings them, are no answer; each makes the moment begin anew.
 */
export class AnswerGuard {
  readonly #ui: UiStore;
  readonly #unsubscribe: () => void;
  /** The question that is being waited for. */
  #unread: Mode | null = null;
  #moment: NodeJS.Timeout | undefined;

  constructor(ui: UiStore) {
    this.#ui = ui;
    this.#unsubscribe = ui.subscribe(() => this.#look());
    this.#look();
  }

  close(): void {
    this.#unsubscribe();
    clearTimeout(this.#moment);
  }

  /** The reducer makes the mode another object with every key, and with nothing else. */
  #look(): void {
    const { mode } = this.#ui.getView().state;
    if (mode === this.#unread) return;
    clearTimeout(this.#moment);
    this.#unread = isUnarmed(mode) ? mode : null;
    if (this.#unread !== null) this.#moment = setTimeout(this.#afterKeys, READING_MILLISECONDS);
  }

  /** Keys that have come meanwhile and were not read, since something kept the program busy, are read first. */
  readonly #afterKeys = (): void => {
    this.#moment = setTimeout(this.#arm, 1);
  };

  readonly #arm = (): void => {
    this.#ui.change((state) =>
      state.mode === this.#unread && isUnarmed(state.mode)
        ? { ...state, mode: { ...state.mode, armed: true } }
        : state,
    );
  };
}
