import type { ReadStream } from "node:tty";
import { decodeKeys, finishKeys, type KeyName } from "./key-name.ts";

/** How long an escape may stand alone before it is the Esc key and not the beginning of another one's sequence. */
const ESCAPE_MILLISECONDS = 25;

/** What is used of a terminal's input stream. */
export type KeyboardInput = Pick<
  ReadStream,
  "setRawMode" | "setEncoding" | "on" | "off" | "resume" | "pause"
>;

/**
 * Reads keys from a terminal in raw mode. Ink's own reader has no names for function keys, and takes a burst for
 * one pasted text.
 */
export class Keyboard {
  readonly #input: KeyboardInput;
  readonly #onKeys: (keys: readonly KeyName[]) => void;
  #rest = "";
  #escape: NodeJS.Timeout | undefined;

  /** @param onKeys All keys of one chunk at once, so that they make one frame. */
  constructor(input: KeyboardInput, onKeys: (keys: readonly KeyName[]) => void) {
    this.#input = input;
    this.#onKeys = onKeys;
  }

  /** Takes the terminal's keys; until {@link release} they are not echoed, and Ctrl-C is a key. */
  take(): void {
    this.#input.setRawMode(true);
    this.#input.setEncoding("utf8");
    this.#input.on("data", this.#read);
    this.#input.resume();
  }

  /** Gives the terminal back as it was. */
  release(): void {
    clearTimeout(this.#escape);
    this.#rest = "";
    this.#input.off("data", this.#read);
    this.#input.pause();
    this.#input.setRawMode(false);
  }

  readonly #read = (chunk: unknown): void => {
    clearTimeout(this.#escape);
    const { keys, rest } = decodeKeys(this.#rest + String(chunk));
    this.#rest = rest;
    if (rest !== "") this.#escape = setTimeout(this.#finish, ESCAPE_MILLISECONDS);
    if (keys.length > 0) this.#onKeys(keys);
  };

  readonly #finish = (): void => {
    const keys = finishKeys(this.#rest);
    this.#rest = "";
    this.#onKeys(keys);
  };
}
