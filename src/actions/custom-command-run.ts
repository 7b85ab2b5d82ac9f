import { userInfo } from "node:os";
import { commandProgram, customCommandRefusal, usesNetworkNamespace } from "./custom-command-refusal.ts";
import { commandValues, fillArguments } from "./custom-command-values.ts";
import { openDoors } from "./enter-doors.ts";
import { EnterFailure } from "./enter-failure.ts";
import type { TerminalOrder } from "./order.ts";
import { shellEnvironment } from "./shell-environment.ts";
import { subjectText } from "./subject.ts";
import { runOnTerminal } from "./terminal-child.ts";

type RunOrder = Extract<TerminalOrder, { readonly action: "run" }>;

/**
 * Runs the command that it is given as its arguments, and waits for Enter: what it printed is to be read before the user
 * interface covers it. Ctrl-C is for the command.
 */
const RUN_AND_WAIT = `trap : INT QUIT
"$@"
code=$?
printf '\\nnstop: it ended with exit code %s; press Enter to go back. ' "$code"
read -r answer
exit "$code"`;

/**
 * Runs a command on a subject, on the terminal, until a person has read what it printed.
 *
 * @returns Its exit code.
 * @throws {EnterFailure} If it does not come to that.
 */
export async function runCustomCommand({ subject, command }: RunOrder): Promise<number> {
  const refusal = customCommandRefusal(command, subject);
  if (refusal !== null) throw new EnterFailure(refusal);
  // Also without a namespace to hold: this makes sure that the process is the one that was meant.
  const doors = openDoors(subject, usesNetworkNamespace(command) ? ["net"] : [], false);
  try {
    const netns = doors.namespaces[0]?.path ?? null;
    const filled = fillArguments(command.argv, commandValues(subject, netns), subject);
    if ("refusal" in filled) throw new EnterFailure(`${command.name}: ${filled.refusal}`);
    const [name = "", ...args] = filled.argv;
    process.stderr.write(`nstop: ${command.name} on ${subjectText(subject)}; Ctrl-C ends it.\n`);
    return await runOnTerminal({
      argv: ["/bin/sh", "-c", RUN_AND_WAIT, "nstop", commandProgram(name) ?? name, ...args],
      environment: shellEnvironment(process.env, userInfo().homedir || "/", command.name),
    });
  } finally {
    doors.close();
  }
}
