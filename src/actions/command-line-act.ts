import { visible } from "../host/text.ts";
import type { Group } from "../model/snapshot.ts";
import { startSampler } from "../stream/child-source.ts";
import type { SnapshotStore } from "../stream/protocol.ts";
import { consent } from "./command-line-question.ts";
import { type FoundSubject, findGroup, findProcess, findSubject } from "./command-line-subject.ts";
import { namespacesText } from "./enter-place.ts";
import { openActor } from "./open-actor.ts";
import { type EnterableNamespace, isTerminalOrder, type Order } from "./order.ts";
import type { SignalName } from "./signal-name.ts";
import { subjectText } from "./subject.ts";

/** What a command line says to do. */
export interface CommandLineAction {
  readonly command: "signal" | "freeze" | "thaw" | "enter";
  /** As it was typed. */
  readonly target: string;
  readonly signal: SignalName | null;
  readonly namespaces: "all" | readonly EnterableNamespace[];
  /** `null`: a shell. */
  readonly argv: readonly string[] | null;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** An order, and the group that its subject is in. */
interface Meant {
  readonly order: Order;
  readonly within: Group | null;
}

/**
 * Does what a command line says, after asking.
 *
 * @param sampler - Absolute path and arguments that run a sampler.
 * @returns The exit code: 0 when it was done, of `enter` that of what was run.
 * @throws {Error} If nothing was done; one line says why.
 */
export async function actOnCommandLine(
  action: CommandLineAction,
  sampler: readonly string[],
): Promise<number> {
  const store = startSampler({ command: sampler, exact: false, once: true });
  const { order, within } = await meaning(action, store).finally(() => store.close());
  const actor = openActor();
  const refusal = consent(actor.judge(order), questionText(order, within), action.yes);
  if (refusal !== null) throw new Error(refusal);
  if (isTerminalOrder(order)) {
    const { exitCode, message } = await actor.runInTerminal(order);
    if (exitCode === null) throw new Error(message);
    return exitCode;
  }
  const outcomes = await actor.perform(order, tell);
  for (const { done, message } of outcomes) {
    if (done) process.stdout.write(`${message}\n`);
    else process.stderr.write(`nstop: ${message}\n`);
  }
  return outcomes.every(({ done }) => done) ? 0 : 1;
}

async function meaning(action: CommandLineAction, store: SnapshotStore): Promise<Meant> {
  const { command, target, signal, namespaces, argv } = action;
  switch (command) {
    case "signal": {
      const { subject, within } = await findProcess(target, store);
      return { order: { action: command, subjects: [subject], signal: signal ?? "SIGTERM" }, within };
    }
    case "freeze":
    case "thaw": {
      const { subject, within } = await findGroup(target, store);
      return { order: { action: command, subjects: [subject] }, within };
    }
    case "enter": {
      const { subject, within }: FoundSubject = await findSubject(target, store);
      return { order: { action: command, subject, namespaces, command: argv }, within };
    }
  }
}

/** What a person is asked: the action, and its subject by name and id. */
function questionText(order: Order, within: Group | null): string {
  const subjects = "subjects" in order ? order.subjects : [order.subject];
  const group = within === null ? "" : ` of ${subjectText({ kind: "group", group: within })}`;
  const what = `${subjects.map(subjectText).join(", ")}${group}`;
  switch (order.action) {
    case "signal":
      return `Send ${order.signal} to ${what}?`;
    case "enter": {
      const run = order.command === null ? "Open a shell" : `Run ${visible(order.command.join(" "))}`;
      return order.namespaces === "all"
        ? `${run} with its own files in all namespaces of ${what}?`
        : `${run} with this host's tools in the ${namespacesText(order.namespaces)} of ${what}?`;
    }
    default:
      return `${order.action.charAt(0).toUpperCase()}${order.action.slice(1)} ${what}?`;
  }
}

function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${progress}\n`);
}
