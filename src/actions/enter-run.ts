import { userInfo } from "node:os";
import { findProgram } from "../host/find-program.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";
import { enterCommand } from "./enter-command.ts";
import { type Doors, openDoors } from "./enter-doors.ts";
import { EnterFailure } from "./enter-failure.ts";
import { placeLine, promptPlace } from "./enter-place.ts";
import { mayBecomeRoot, mayEnter } from "./enter-rights.ts";
import { tryEntering } from "./enter-try.ts";
import { enterRefusal, sharesAll } from "./enter-warning.ts";
import type { TerminalOrder } from "./order.ts";
import { shellEnvironment } from "./shell-environment.ts";
import { subjectText } from "./subject.ts";
import { hasTerminal, runOnTerminal } from "./terminal-child.ts";

type EnterOrder = Extract<TerminalOrder, { readonly action: "enter" }>;

/** What `~` is for the root of most containers. */
const HOME_INSIDE = "/root";

/**
 * Runs a shell or a command in the namespaces of a subject, on the terminal, until it ends.
 *
 * @returns Its exit code.
 * @throws {EnterFailure} If it does not come to that.
 */
export async function runEntered(order: EnterOrder): Promise<number> {
  const refusal = enterRefusal(order);
  if (refusal !== null) throw new EnterFailure(refusal);
  const doors = openWanted(order);
  try {
    return await enter(order, doors);
  } finally {
    doors.close();
  }
}

/** @throws {EnterFailure} */
function openWanted({ subject, namespaces }: EnterOrder): Doors {
  const all = namespaces === "all";
  // An ordinary user may enter nothing but what belongs to a user namespace of their own, and that first.
  const users = mayEnter() ? [] : (["user"] as const);
  const doors = openDoors(subject, all ? NAMESPACE_TYPES : [...namespaces, ...users], all);
  const isAnyWanted = doors.namespaces.some(
    ({ type, own }) => !own && (all || namespaces.some((wanted) => wanted === type)),
  );
  if (isAnyWanted) return doors;
  doors.close();
  throw new EnterFailure(sharesAll(subjectText(subject), namespaces));
}

async function enter({ subject, namespaces, command }: EnterOrder, doors: Doors): Promise<number> {
  const inside = namespaces === "all";
  const keepIds = !inside || !mayBecomeRoot(doors.pid);
  const home = inside ? HOME_INSIDE : userInfo().homedir || "/";
  const environment = shellEnvironment(process.env, home, promptPlace(subject, doors));
  const programs = { nsenter: installed("nsenter"), unshare: installed("unshare"), shell: hostShell() };
  await tryEntering({
    doors,
    keepIds,
    needsShell: inside && command === null,
    what: subjectText(subject),
    environment,
    programs: { nsenter: programs.nsenter, true: installed("true") },
  });
  if (command === null && hasTerminal()) process.stderr.write(`nstop: ${placeLine(subject, doors)}\n`);
  return runOnTerminal({ argv: enterCommand(doors, command, keepIds, programs), environment });
}

/** Without files of its own, which could set another prompt: the prompt says where one is. */
function hostShell(): readonly string[] {
  const bash = findProgram("bash");
  return bash === null ? ["/bin/sh"] : [bash, "--noprofile", "--norc"];
}

function installed(name: string): string {
  const program = findProgram(name);
  if (program === null) throw new EnterFailure(`${name} is not installed: install util-linux and coreutils`);
  return program;
}
