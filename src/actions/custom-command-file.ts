import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { errorCode } from "../host/read-failure.ts";
import { decodeText, visible } from "../host/text.ts";
import type { CustomCommand } from "./custom-command.ts";
import { BUILT_IN_COMMANDS } from "./custom-command-built-in.ts";
import { parseCustomCommands } from "./custom-command-parse.ts";

/** More than anybody writes by hand. */
const MAX_FILE_BYTES = 64 * 1024;

const WRITABLE_BY_OTHERS = 0o022;

/** Every command, and what is wrong with the configuration file. */
export interface LoadedCommands {
  readonly commands: readonly CustomCommand[];
  /** One line, fit to be shown; `null` when nothing is wrong, or there is no file. */
  readonly complaint: string | null;
}

/** Why a file is not read. */
class Untrusted extends Error {
  override readonly name = "Untrusted";
}

/**
 * Loads nstop's own commands and those of the person's configuration file: `nstop/config.json` in the XDG directory for
 * configuration, never one of the working directory. What is in it is run with this user's rights, so that nobody else
 * may be able to write it.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function loadCommands(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LoadedCommands {
  const file = configurationFile(environment);
  const failed = (reason: string) => ({
    commands: BUILT_IN_COMMANDS,
    complaint: `${visible(file)} is not used: ${visible(reason)}`,
  });
  try {
    const text = readTrusted(file);
    if (text === null) return { commands: BUILT_IN_COMMANDS, complaint: null };
    const own = BUILT_IN_COMMANDS.map(({ name }) => name);
    const { commands, mistakes } = parseCustomCommands(text, own);
    return {
      commands: [...BUILT_IN_COMMANDS, ...commands.map(fitToBeShown)],
      complaint: mistakes.length === 0 ? null : visible(`${file}: ${mistakes.join("; ")}`),
    };
  } catch (error) {
    if (error instanceof Untrusted) return failed(error.message);
    const code = errorCode(error);
    if (code === null) throw error;
    return failed(code);
  }
}

function configurationFile(environment: Readonly<Record<string, string | undefined>>): string {
  const directory = absolute(environment["XDG_CONFIG_HOME"]);
  if (directory !== null) return path.join(directory, "nstop/config.json");
  return path.join(absolute(environment["HOME"]) ?? userInfo().homedir, ".config/nstop/config.json");
}

/** A relative one would be below the working directory. */
function absolute(directory: string | undefined): string | null {
  return directory?.startsWith("/") === true ? directory : null;
}

/**
 * @returns `null` when there is no such file.
 * @throws {Untrusted}
 */
function readTrusted(file: string): string | null {
  const descriptor = openIfThere(file);
  if (descriptor === null) return null;
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new Untrusted("it is no regular file");
    const user = process.geteuid?.() ?? 0;
    if (status.uid !== 0 && status.uid !== user) {
      throw new Untrusted(`it is user ${status.uid}'s, and must be yours or root's`);
    }
    if ((status.mode & WRITABLE_BY_OTHERS) !== 0) {
      throw new Untrusted("others may write it; chmod go-w takes that away");
    }
    const bytes = new Uint8Array(MAX_FILE_BYTES + 1);
    const length = readSync(descriptor, bytes);
    if (length > MAX_FILE_BYTES) throw new Untrusted(`it is longer than ${MAX_FILE_BYTES} bytes`);
    return decodeText(bytes.subarray(0, length));
  } finally {
    closeSync(descriptor);
  }
}

/** Without waiting: a named pipe would never open. */
function openIfThere(file: string): number | null {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return null;
    throw error;
  }
}

/** The arguments stay as they are: they are run, and not shown. */
function fitToBeShown(command: CustomCommand): CustomCommand {
  return { ...command, name: visible(command.name), help: visible(command.help) };
}
