import type { Actor } from "../actions/actor.ts";
import type { SnapshotStore } from "../stream/protocol.ts";
import { AnswerGuard } from "./answer-guard.ts";
import { clipboardSequence } from "./clipboard.ts";
import { JobControl } from "./job-control.ts";
import { Performer } from "./performer.ts";
import { TerminalSession, terminalSize } from "./terminal-session.tsx";
import { initialState, type UiOptions } from "./ui-state.ts";
import { type UiEffect, UiStore } from "./ui-store.ts";
import { watchEnds } from "./watch-ends.ts";

/** What Ctrl-C and Ctrl-\\ send to all that run in the terminal. */
const KEY_SIGNALS: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT"]);

/** What the user interface runs on. */
export interface RunUi {
  readonly store: SnapshotStore;
  readonly options: UiOptions;
  /** What does things to the host; `null`: nstop only reads. */
  readonly actor: Actor | null;
  /** Something to say that no snapshot says; `null` when there is nothing. */
  readonly notice: string | null;
  /** Called at the end when the terminal has stopped reading, so that it cannot be given back yet. */
  readonly onStalled: () => void;
}

/**
 * Runs the user interface on the process's terminal until a person quits, or a signal or the terminal's end ends it.
 * However it ends, the terminal is as it was before.
 *
 * @returns The exit code: 0, or 128 and the signal's number.
 * @throws {Error} When the target does not exist, or anything else goes wrong.
 */
export async function runUi({ store, options, actor, notice, onStalled }: RunUi): Promise<number> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  const perform = (effect: UiEffect): void => {
    switch (effect.kind) {
      case "quit":
        if (performer?.asksBeforeQuitting() !== true) resolve(0);
        return;
      case "leave":
        resolve(0);
        return;
      case "fail":
        reject(new Error(effect.message));
        return;
      case "copy":
        session.send(clipboardSequence(effect.text));
        return;
      case "suspend":
        void jobs.suspend();
        return;
      case "judge":
        performer?.judge(effect.order);
        return;
      case "perform":
        performer?.perform(effect.order);
        return;
      case "thaw":
        performer?.thaw(effect.groups);
        if (effect.isQuitting) resolve(0);
    }
  };
  const beginning = {
    size: terminalSize(),
    notice: sentences(notice, actor?.complaint ?? null),
    commands: actor?.commands ?? null,
  };
  const ui = new UiStore(store, initialState(options, beginning), perform);
  const session = new TerminalSession(ui, options, reject);
  const jobs = new JobControl(session);
  const guard = new AnswerGuard(ui);
  const performer = actor === null ? null : new Performer(actor, ui, jobs);
  const unwatch = watchEnds((exitCode, signal) => {
    // They are of the terminal's keys, and meant for what has the terminal.
    if (!jobs.isAway || !KEY_SIGNALS.has(signal)) resolve(exitCode);
  });
  const onCrash = (error: unknown): void => {
    session.release();
    reject(error);
  };
  // Before whoever prints the error: it is to be read on the main screen.
  process.prependListener("uncaughtException", onCrash);
  let exitCode: number;
  try {
    session.take();
    exitCode = await ended;
  } finally {
    jobs.close();
    guard.close();
    performer?.close();
    ui.close();
    session.release();
    if (!(await session.isGivenBack())) onStalled();
    unwatch();
    process.off("uncaughtException", onCrash);
  }
  if (exitCode === 0 && performer !== null) await finish(performer);
  return exitCode;
}

/** What was begun is brought to its end, and a person who has quit is told of it. */
async function finish(performer: Performer): Promise<void> {
  const { underWay } = performer;
  if (underWay.length === 0) return;
  process.stderr.write(`nstop: not done yet, Ctrl-C does not wait: ${underWay.join("; ")}\n`);
  for (const sentence of await performer.settled()) process.stderr.write(`nstop: ${sentence}\n`);
}

/** What there is to say, one after the other; `null` when there is nothing. */
function sentences(...texts: readonly (string | null)[]): string | null {
  const said = texts.filter((text) => text !== null);
  return said.length === 0 ? null : said.join("; ");
}
