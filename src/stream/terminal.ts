import { Buffer } from "node:buffer";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { findProgram } from "../host/find-program.ts";
import { HostReader } from "../host/host-reader.ts";
import { ProgramFailure, runProgram } from "../host/run-program.ts";
import type { SavedTerminal } from "./protocol.ts";
import { CANCEL, isFull } from "./terminal-output.ts";

/** How often a terminal that has stopped reading is tried again, and how often at most: for a minute. */
const RETRY_MILLISECONDS = 50;
const MAX_TRIES = 1_200;

/** A path that may be opened for writing by a process which was told it. */
const TERMINAL_PATH = /^\/dev\/(pts\/\d+|tty[A-Za-z0-9]*|console)$/;

/** What `stty -g` prints. */
const TERMINAL_SETTINGS = /^[0-9a-f:]+$/;

/** Undoes what the user interface asks of a terminal; each is harmless where it was not asked. */
const LEAVE_USER_INTERFACE = [
  CANCEL, // what was half sent
  "\x1b[?2026l", // a frame is not half-drawn any more
  "\x1b[<u", // keys as before the kitty keyboard protocol
  "\x1b[?2004l", // pasted text comes bare
  "\x1b[0m",
  "\x1b[?1049l", // the main screen
  "\x1b[?25h", // the cursor
].join("");

/**
 * How the terminal on standard input is set now, so that another process can restore it.
 *
 * @returns `null` where there is no terminal, or no `stty` that answers.
 */
export async function saveTerminal(): Promise<SavedTerminal | null> {
  const stty = findProgram("stty");
  const path = new HostReader().readLink("/proc/self/fd/0");
  if (stty === null || !TERMINAL_PATH.test(path)) return null;
  try {
    return { path, settings: (await runProgram(stty, ["-F", path, "-g"])).trim() };
  } catch (error) {
    if (error instanceof ProgramFailure) return null;
    throw error;
  }
}

/**
 * Restores a terminal whose user interface died. `stty` runs in a session of its own: there the shell, which has
 * taken the terminal back by now, cannot stop it for touching it.
 *
 * @returns Whether it is a terminal that can be restored, and took it.
 */
export async function restoreTerminal({ path, settings }: SavedTerminal): Promise<boolean> {
  const stty = findProgram("stty");
  if (stty === null || !TERMINAL_PATH.test(path) || !TERMINAL_SETTINGS.test(settings)) return false;
  const set = () => runProgram(stty, ["-F", path, settings], { detached: true });
  const isSet = await succeeds(set);
  const terminal = openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    return await writePatiently(terminal, LEAVE_USER_INTERFACE);
  } finally {
    closeSync(terminal);
    if (!isSet) await set();
  }
}

/** It fails where somebody else, such as the process that dies, sets the terminal just then, and waits where its output waits. */
async function succeeds(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof ProgramFailure) return false;
    throw error;
  }
}

/**
 * Writes a text that may be written again from its beginning: of one that the terminal had no room for, some may stand there.
 *
 * @returns Whether the terminal has taken all of it; one that has stopped reading may read again.
 */
async function writePatiently(terminal: number, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      if (writeSync(terminal, bytes) === bytes.length) return true;
    } catch (error) {
      if (!isFull(error)) throw error;
    }
    await delay(RETRY_MILLISECONDS);
  }
  return false;
}
