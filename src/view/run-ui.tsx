import type { SnapshotStore } from "../stream/protocol.ts";
import { clipboardSequence } from "./clipboard.ts";
import { JobControl } from "./job-control.ts";
import { TerminalSession, terminalSize } from "./terminal-session.tsx";
import { initialState, type UiOptions } from "./ui-state.ts";
import { type UiEffect, UiStore } from "./ui-store.ts";
import { watchEnds } from "./watch-ends.ts";

/** What the user interface runs on. */
export interface RunUi {
  readonly store: SnapshotStore;
  readonly options: UiOptions;
  /** Something to say that no snapshot says; `null` when there is nothing. */
  readonly notice: string | null;
}

/**
 * Runs the user interface on the process's terminal until a person quits, or a signal or the terminal's end ends it.
 * However it ends, the terminal is as it was before.
 *
 * @returns The exit code: 0, or 128 and the signal's number.
 * @throws {Error} When the target does not exist, or anything else goes wrong.
 */
export async function runUi({ store, options, notice }: RunUi): Promise<number> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  const perform = (effect: UiEffect): void => {
    if (effect.kind === "quit") resolve(0);
    else if (effect.kind === "fail") reject(new Error(effect.message));
    else if (effect.kind === "copy") process.stdout.write(clipboardSequence(effect.text));
    else void jobs.suspend();
  };
  const ui = new UiStore(store, initialState(options, terminalSize(), notice), perform);
  const session = new TerminalSession(ui, options, reject);
  const jobs = new JobControl(session);
  const unwatch = watchEnds(resolve);
  const onCrash = (error: unknown): void => {
    session.release();
    reject(error);
  };
  // Before whoever prints the error: it is to be read on the main screen.
  process.prependListener("uncaughtException", onCrash);
  try {
    session.take();
    return await ended;
  } finally {
    jobs.close();
    ui.close();
    session.release();
    unwatch();
    process.off("uncaughtException", onCrash);
  }
}
