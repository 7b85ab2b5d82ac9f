import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { findProgram } from "../host/find-program.ts";
import { EnterFailure } from "./enter-failure.ts";
import { shellQuote } from "./shell-quote.ts";
import { letGo, maskInherited } from "./terminal-descriptors.ts";

/** A program to run, with nothing of nstop's own environment. */
export interface TerminalProgram {
  /** Absolute path and arguments. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a person, or who runs nstop, sends to end it: the program is told, and ends first. */
const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/** Where nothing more is read. */
const GONE: ReadonlySet<string | undefined> = new Set(["EPIPE", "ECONNRESET"]);

/** Whether there is a terminal to run a program on. */
export function hasTerminal(): boolean {
  return isatty(0) && isatty(1);
}

/**
 * Runs a program to its end: on a terminal in a pseudo-terminal of its own, else through pipes in a session of its own.
 * Neither way does it get hold of the person's terminal, into which it could type.
 *
 * @returns Its exit code; 128 and the signal's number when a signal ended it.
 * @throws {EnterFailure} If it cannot be started; the message says what to do.
 */
export function runOnTerminal(program: TerminalProgram): Promise<number> {
  return hasTerminal() ? runOnPseudoTerminal(program) : runThroughPipes(program);
}

/**
 * `script` is deaf to a hangup, and ends what runs in it only when it is terminated itself: whatever nstop is told to
 * end by, and also when the terminal has gone, it is that.
 *
 * @see https://man7.org/linux/man-pages/man1/script.1.html
 */
async function runOnPseudoTerminal({ argv, environment }: TerminalProgram): Promise<number> {
  const script = findProgram("script");
  if (script === null) {
    throw new EnterFailure(
      "script of util-linux is not installed, which makes the terminal of its own; install it",
    );
  }
  const args = ["--quiet", "--return", "--command", `exec ${shellQuote(argv)}`, "/dev/null"];
  const [program = "", ...rest] = [...endingWithNstop(), script, ...args];
  const child = spawn(program, rest, {
    env: { ...environment, SHELL: "/bin/sh" },
    stdio: ["inherit", "inherit", "inherit", ...maskInherited()],
  });
  letGo(child);
  let toldBy: NodeJS.Signals | null = null;
  const exitCode = await ended(child, "exit", (signal) => {
    toldBy = signal;
    child.kill("SIGTERM");
  });
  return toldBy === null ? exitCode : signalled(toldBy);
}

/**
 * What a program is started by so that it is terminated when nstop is killed, and no shell is left that nobody sees;
 * nothing where there is no such program.
 *
 * @see https://man7.org/linux/man-pages/man1/setpriv.1.html "--pdeathsig"
 */
function endingWithNstop(): readonly string[] {
  const setpriv = findProgram("setpriv");
  return setpriv === null ? [] : [setpriv, "--pdeathsig", "TERM"];
}

function runThroughPipes({ argv: [program = "", ...args], environment }: TerminalProgram): Promise<number> {
  const { child, stdin, stdout, stderr } = spawnPiped(program, args, environment);
  const kill = (signal: NodeJS.Signals) => {
    // Once it has ended there is nobody to tell; what it left behind is not nstop's.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
  };
  letGo(child);
  stdin.on("error", ignoreGone);
  process.stdin.pipe(stdin);
  for (const [from, to] of [
    [stdout, process.stdout],
    [stderr, process.stderr],
  ] as const) {
    // Whose reader has gone ends as it would have, had it written to that reader itself.
    to.on("error", (error: NodeJS.ErrnoException) => {
      ignoreGone(error);
      kill("SIGPIPE");
      from.destroy();
    });
    from.pipe(to, { end: false });
  }
  return ended(child, "close", kill).finally(() => {
    process.stdin.unpipe(stdin);
    process.stdin.destroy();
  });
}

function spawnPiped(program: string, args: readonly string[], env: TerminalProgram["environment"]) {
  const child = spawn(program, args, {
    env,
    stdio: ["pipe", "pipe", "pipe", ...maskInherited()],
    detached: true,
  });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) {
    throw new EnterFailure("no descriptors are left to run it: close something, or raise ulimit -n");
  }
  return { child, stdin, stdout, stderr };
}

function ignoreGone(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code)) throw error;
}

/** Waits for its end, and passes on the signals that nstop gets meanwhile. */
function ended(
  child: ChildProcess,
  event: "exit" | "close",
  kill: (signal: NodeJS.Signals) => void,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  for (const signal of PASSED_ON) process.on(signal, kill);
  child.once("error", reject);
  child.once(event, (code: number | null, signal: NodeJS.Signals | null) =>
    resolve(code ?? signalled(signal)),
  );
  return promise.finally(() => {
    for (const signal of PASSED_ON) process.off(signal, kill);
  });
}

/** The exit code by which a shell says that a signal ended a program. */
function signalled(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
