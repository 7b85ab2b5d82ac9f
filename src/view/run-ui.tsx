import { constants } from "node:os";
import { type Instance, render } from "ink";
import type { SnapshotStore } from "../stream/protocol.ts";
import { App } from "./app.tsx";
import { clipboardSequence } from "./clipboard.ts";
import { JobControl } from "./job-control.ts";
import { Keyboard } from "./keyboard.ts";
import { initialState, type Size, type UiOptions } from "./ui-state.ts";
import { type UiEffect, UiStore } from "./ui-store.ts";

/** What the user interface runs on. */
export interface RunUi {
  readonly store: SnapshotStore;
  readonly options: UiOptions;
  /** Something to say that no snapshot says; `null` when there is nothing. */
  readonly notice: string | null;
}

/** A key's effect waits for the frame before it at most this part of a second. */
const MAX_FPS = 100;

const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Runs the user interface on the process's terminal until a person quits, or a signal or the terminal's end ends it.
 * However it ends, the terminal is as it was before.
 *
 * @returns The exit code: 0, or 128 and the signal's number.
 * @throws {Error} When the target does not exist, or anything else goes wrong.
 */
export async function runUi({ store, options, notice }: RunUi): Promise<number> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  const { stdin, stdout } = process;
  const perform = (effect: UiEffect): void => {
    if (effect.kind === "quit") resolve(0);
    else if (effect.kind === "fail") reject(new Error(effect.message));
    else if (effect.kind === "copy") stdout.write(clipboardSequence(effect.text));
    else void jobs.suspend();
  };
  const ui = new UiStore(store, initialState(options, sizeOf(stdout), notice), perform);
  const keyboard = new Keyboard(stdin, (keys) => ui.press(keys));
  let frame: Instance | null = null;
  const take = (): void => {
    ui.resize(sizeOf(stdout));
    frame = render(<App store={ui} theme={options} />, INK_OPTIONS);
    frame.waitUntilExit().catch(reject);
    keyboard.take();
  };
  const release = (): void => {
    keyboard.release();
    frame?.unmount();
  };
  const onResize = (): void => ui.resize(sizeOf(stdout));
  const onSignal = (signal: NodeJS.Signals): void => resolve(exitCodeOf(signal));
  const onHangUp = (): void => resolve(exitCodeOf("SIGHUP"));
  const onCrash = (error: unknown): void => {
    release();
    reject(error);
  };
  const jobs = new JobControl({ release, take });
  // Before Ink's own listener, which lays the frame out for the new size.
  stdout.on("resize", onResize).on("error", onHangUp);
  stdin.on("end", onHangUp).on("error", onHangUp);
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  // Before whoever prints the error: it is to be read on the main screen.
  process.prependListener("uncaughtException", onCrash);
  try {
    take();
    return await ended;
  } finally {
    process.off("uncaughtException", onCrash);
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
    stdout.off("resize", onResize);
    jobs.close();
    ui.close();
    release();
  }
}

const INK_OPTIONS = {
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
  maxFps: MAX_FPS,
} as const;

/** 0×0 is what some terminals say before they know: too small for anything, and so it is shown. */
function sizeOf({ columns, rows }: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: columns ?? 0, rows: rows ?? 0 };
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
