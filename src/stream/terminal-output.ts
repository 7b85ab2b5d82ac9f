import { Buffer } from "node:buffer";
import { constants, openSync, writeSync } from "node:fs";
import { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";

/** How soon a terminal that takes no more is tried again; doubled each time that it takes nothing, up to the other. */
const RETRY_MILLISECONDS = 1;
const MAX_RETRY_MILLISECONDS = 50;

/** What may wait behind the text that is on its way. */
const MAX_QUEUED_CHARACTERS = 16 * 1024;

/** What ends a control sequence of which a terminal has got the beginning only; it is nothing where none has begun. */
export const CANCEL = "\x18";

/** How a terminal is written to. */
export interface TerminalCalls {
  /** @throws With code `EAGAIN` when the terminal takes no more; some of `bytes` may have been written all the same. */
  readonly write: (bytes: Uint8Array) => number;
  /** How many bytes this thread has ever written, so that it is known how many; `null` where the kernel does not tell. */
  readonly written: () => number | null;
}

/**
 * Writes to a terminal and never waits for it. Standard output would wait, and with it the whole program, as soon as
 * the other end stops reading, such as an SSH connection that has stalled. Then what is written is dropped, and once
 * the terminal reads again there is an occasion to write all anew.
 */
export class TerminalOutput {
  readonly #calls: TerminalCalls;
  readonly #onRoom: () => void;
  readonly #waiting = new Set<() => void>();
  /** What is on its way. */
  #rest: Uint8Array = new Uint8Array();
  #queue = "";
  /** Something was dropped. */
  #isBehind = false;
  #isGone = false;
  #retry: NodeJS.Timeout | undefined;
  #retryMilliseconds = RETRY_MILLISECONDS;

  /** @param onRoom - Called when the terminal has taken all that was not dropped. */
  constructor(calls: TerminalCalls, onRoom: () => void) {
    this.#calls = calls;
    this.#onRoom = onRoom;
  }

  /** @returns Whether the terminal has got the text, or will as soon as it reads; `false`: it was dropped. */
  write(text: string): boolean {
    if (this.#isBehind || this.#queue.length > MAX_QUEUED_CHARACTERS) {
      this.#isBehind = true;
      return false;
    }
    this.insist(text);
    return !this.#isBehind;
  }

  /** Writes what must not be dropped. */
  insist(text: string): void {
    if (this.#isGone) return;
    this.#queue += text;
    if (this.#retry === undefined) this.#push();
  }

  /** @returns Whether the terminal takes all of it, or is gone, within so many milliseconds. */
  async settled(milliseconds: number): Promise<boolean> {
    if (this.#isIdle) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const patience = setTimeout(resolve, milliseconds);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(patience);
    this.#waiting.delete(resolve);
    return this.#isIdle;
  }

  /** Writes nothing any more. */
  close(): void {
    clearTimeout(this.#retry);
    this.#isGone = true;
    this.#rest = new Uint8Array();
    this.#queue = "";
    for (const resolve of this.#waiting) resolve();
  }

  get #isIdle(): boolean {
    return this.#rest.length === 0 && this.#queue === "";
  }

  #push(): void {
    while (!this.#isIdle) {
      if (this.#rest.length === 0) {
        this.#rest = Buffer.from(this.#queue, "utf8");
        this.#queue = "";
      }
      const before = this.#calls.written();
      try {
        this.#rest = this.#rest.subarray(this.#calls.write(this.#rest));
      } catch (error) {
        if (isFull(error)) this.#wait(before);
        // That it is gone is told by a signal, and by the end of its keys.
        else this.close();
        return;
      }
      this.#retryMilliseconds = RETRY_MILLISECONDS;
    }
  }

  /** @param before - What had been written before the write that failed. */
  #wait(before: number | null): void {
    const now = this.#calls.written();
    if (before !== null && now !== null) {
      if (now > before) this.#retryMilliseconds = RETRY_MILLISECONDS;
      this.#rest = this.#rest.subarray(now - before);
    } else {
      this.#rest = Buffer.from(CANCEL);
      this.#isBehind = true;
    }
    this.#retry = setTimeout(this.#tryAgain, this.#retryMilliseconds);
    this.#retryMilliseconds = Math.min(2 * this.#retryMilliseconds, MAX_RETRY_MILLISECONDS);
  }

  readonly #tryAgain = (): void => {
    this.#retry = undefined;
    this.#push();
    if (!this.#isIdle) return;
    for (const resolve of this.#waiting) resolve();
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.#onRoom();
  };
}

/**
 * The terminal on standard output, opened once more: whether a write waits belongs to an opened file, and that of
 * standard output is the shell's as well.
 *
 * @see https://man7.org/linux/man-pages/man2/open.2.html "O_NONBLOCK"
 */
export function openTerminalOutput(): TerminalCalls {
  const descriptor = openOnceMore();
  const reader = new HostReader();
  return { write: (bytes) => writeSync(descriptor, bytes), written: () => writtenByThread(reader) };
}

function openOnceMore(): number {
  try {
    return openSync("/proc/self/fd/1", constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // It is another user's, or the runtime was not given the right: the shell's own file waits, but works.
    return 1;
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_io.5.html "wchar" */
function writtenByThread(reader: HostReader): number | null {
  try {
    const [, count] = /^wchar: (\d+)$/m.exec(reader.readText("/proc/thread-self/io")) ?? [];
    return count === undefined ? null : Number(count);
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}

/** Whether a write failed because the terminal takes no more now. */
export function isFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EAGAIN";
}
