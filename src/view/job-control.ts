import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** What gives the terminal back, and what takes it again and draws everything. */
export interface TerminalOwner {
  release(): void;
  take(): void;
}

/** By then a process that was told to stop has stopped, or never will: a shell without job control is its parent. */
const STOP_MILLISECONDS = 100;

/** Stops the program as Ctrl-Z does, and comes back with `fg`. In raw mode the terminal does neither. */
export class JobControl {
  readonly #owner: TerminalOwner;
  #isStopping = false;
  /** Something else has the terminal. */
  #isAway = false;
  #isClosed = false;

  constructor(owner: TerminalOwner) {
    this.#owner = owner;
    process.on("SIGTSTP", this.#stop);
    process.on("SIGCONT", this.#redraw);
  }

  /** Stops the whole process group, as the terminal would: a program that waits for this one is in it as well. */
  async suspend(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    if (!this.#isAway) this.#owner.release();
    // Only without a listener does the signal stop anything.
    process.off("SIGTSTP", this.#stop);
    const patience = new AbortController();
    const options = { signal: patience.signal };
    process.kill(0, "SIGTSTP");
    await Promise.race([once(process, "SIGCONT", options), delay(STOP_MILLISECONDS, undefined, options)]);
    patience.abort();
    this.#isStopping = false;
    if (this.#isClosed) return;
    process.on("SIGTSTP", this.#stop);
    if (!this.#isAway) this.#owner.take();
  }

  /** Whether something else has the terminal, so that its keys are no business of this program. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Gives the terminal to `work`, and takes it again when that has ended. */
  async away<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#isAway = true;
    this.#owner.release();
    try {
      return await work();
    } finally {
      this.#isAway = false;
      if (!this.#isClosed) this.#owner.take();
    }
  }

  /** The terminal is not taken again after this, whatever was going on. */
  close(): void {
    this.#isClosed = true;
    process.off("SIGTSTP", this.#stop);
    process.off("SIGCONT", this.#redraw);
  }

  readonly #stop = (): void => {
    void this.suspend();
  };

  /** Something else stopped it: the shell has used the terminal since. */
  readonly #redraw = (): void => {
    if (this.#isStopping || this.#isAway) return;
    this.#owner.release();
    this.#owner.take();
  };
}
