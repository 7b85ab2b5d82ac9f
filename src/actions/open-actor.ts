import { HostReader } from "../host/host-reader.ts";
import type { Actor, Judgement } from "./actor.ts";
import { BackgroundActor } from "./background-actor.ts";
import { loadCommands } from "./custom-command-file.ts";
import { customCommandRefusal } from "./custom-command-refusal.ts";
import { enterRefusal, enterWarning } from "./enter-warning.ts";
import { isTerminalOrder, type TerminalOrder } from "./order.ts";
import { defaultStateDirectory } from "./state-directory.ts";
import { runInTerminal } from "./terminal-actor.ts";

/** What a test puts in the place of the person's own. */
export interface ActorOptions {
  /** Where nstop keeps what it froze. */
  readonly stateDirectory?: string;
}

/** Everything that nstop can do. Only ever imported where it may: with `--read-only` this file is not loaded. */
export function openActor({ stateDirectory = defaultStateDirectory() }: ActorOptions = {}): Actor {
  const background = new BackgroundActor({ reader: new HostReader(), stateDirectory });
  const { commands, complaint } = loadCommands();
  const complaints = [complaint, background.complaint].filter((each) => each !== null);
  return {
    commands,
    complaint: complaints.length === 0 ? null : complaints.join("; "),
    judge: (order) => (isTerminalOrder(order) ? judgeTerminal(order) : background.judge(order)),
    perform: (order, tell) => background.perform(order, tell),
    runInTerminal,
    frozen: () => background.frozen(),
    thaw: (groups) => background.thaw(groups),
  };
}

function judgeTerminal(order: TerminalOrder): Judgement {
  const reason =
    order.action === "enter" ? enterRefusal(order) : customCommandRefusal(order.command, order.subject);
  if (reason !== null) return { kind: "refused", reason };
  return { kind: "ask", warning: order.action === "enter" ? enterWarning(order) : null };
}
