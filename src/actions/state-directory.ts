import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { errorCode } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";

/** Longer than anything that nstop keeps. */
const MAX_BYTES = 64 * 1024;

/** What was found in a state directory. */
export interface Kept<Value> {
  readonly entries: readonly { readonly file: string; readonly value: Value }[];
  /** What is there and was not believed, for a person; `null` when everything was. */
  readonly complaint: string | null;
}

/**
 * Where nstop keeps what has to outlive it.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function defaultStateDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment["XDG_STATE_HOME"];
  const base = named?.startsWith("/") ? named : path.join(homedir(), ".local/state");
  return path.join(base, "nstop");
}

/**
 * Small JSON files, in a directory that is this user's alone. Nothing is believed of what somebody else may have put or changed
 * there, and no link is followed.
 */
export class StateDirectory {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Writes a file: it is there as a whole or not at all.
   *
   * @returns Why not, for a person; `null` when it was written.
   */
  write(file: string, value: object): string | null {
    const place = path.join(this.#directory, file);
    const temporary = `${place}.${process.pid}`;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      const foreign = this.#whyForeign();
      if (foreign !== null) return foreign;
      removeFile(temporary);
      writeFileSync(temporary, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: "wx" });
      renameSync(temporary, place);
      return null;
    } catch (error) {
      return `${visible(place)} cannot be written: ${systemError(error)}`;
    }
  }

  /** Removes a file, if it is there. */
  remove(file: string): void {
    const isOurs =
      lstatSync(this.#directory, { throwIfNoEntry: false }) !== undefined && this.#whyForeign() === null;
    if (isOurs) removeFile(path.join(this.#directory, file));
  }

  /**
   * Everything that is there and of the shape that is asked for.
   *
   * @param prefix - Begins the names of the files that are looked at.
   */
  list<Value>(prefix: string, isValue: (value: unknown) => value is Value): Kept<Value> {
    try {
      if (lstatSync(this.#directory, { throwIfNoEntry: false }) === undefined)
        return { entries: [], complaint: null };
      const foreign = this.#whyForeign();
      if (foreign !== null) return { entries: [], complaint: foreign };
      return this.#read(prefix, isValue);
    } catch (error) {
      return { entries: [], complaint: `${visible(this.#directory)} cannot be read: ${systemError(error)}` };
    }
  }

  #read<Value>(prefix: string, isValue: (value: unknown) => value is Value): Kept<Value> {
    const entries: { file: string; value: Value }[] = [];
    let complaint: string | null = null;
    for (const file of readdirSync(this.#directory).filter(
      (name) => name.startsWith(prefix) && name.endsWith(".json"),
    )) {
      const value = readOwn(path.join(this.#directory, file));
      // Another nstop has removed it just now.
      if (value === undefined) continue;
      if (isValue(value)) entries.push({ file, value });
      else
        complaint = `${visible(path.join(this.#directory, file))} is not as nstop writes it, and is not believed: remove it`;
    }
    return { entries, complaint };
  }

  /** Why what is in the directory cannot be believed; `null` when it can. */
  #whyForeign(): string | null {
    const status = lstatSync(this.#directory);
    if (!status.isDirectory()) return `${visible(this.#directory)} is no directory: remove it`;
    if (status.uid !== process.getuid?.()) {
      return `${visible(this.#directory)} is another user's: nothing is kept in it of what nstop freezes`;
    }
    return (status.mode & 0o022) === 0
      ? null
      : `${visible(this.#directory)} can be written by others: chmod 700 it`;
  }
}

/** What an own file says; `undefined` when it is gone, `null` when it is a link, another user's, too long or not JSON. */
function readOwn(place: string): unknown {
  const descriptor = openUnlessLink(place);
  if (typeof descriptor !== "number") return descriptor;
  try {
    const status = fstatSync(descriptor);
    const isOwn = status.isFile() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
    if (!isOwn || status.size > MAX_BYTES) return null;
    return JSON.parse(readFileSync(descriptor, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Something else than a file must not keep the open waiting. */
function openUnlessLink(place: string): number | null | undefined {
  try {
    return openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return systemError(error) === "ENOENT" ? undefined : null;
  }
}

/** What cannot be removed is found to be out of date when it is looked at next. */
function removeFile(place: string): void {
  try {
    unlinkSync(place);
  } catch (error) {
    systemError(error);
  }
}

/** The system's word for an error. @throws `error` itself when the system did not raise it. */
function systemError(error: unknown): string {
  const code = errorCode(error);
  if (code === null) throw error;
  return code;
}
