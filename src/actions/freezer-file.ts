import { closeSync, constants, lstatSync, openSync, writeSync } from "node:fs";
import { parseCounter } from "../cgroupfs/counter.ts";
import { parseCgroupEvents, parseFreezerState } from "../cgroupfs/freezer.ts";
import type { HostReader } from "../host/host-reader.ts";
import { errorCode } from "../host/read-failure.ts";
import { encodeText, visible } from "../host/text.ts";

/** A cgroup that can be frozen. */
export interface FreezerCgroup {
  readonly directory: string;
  readonly version: "v1" | "v2";
}

/** What is written to freeze and to thaw, and where; and which file says that it is this cgroup that asks for it. */
const FILES = {
  v1: { file: "freezer.state", freeze: "FROZEN", thaw: "THAWED", asks: "freezer.self_freezing" },
  v2: { file: "cgroup.freeze", freeze: "1", thaw: "0", asks: "cgroup.freeze" },
} as const;

const WHY: Readonly<Record<string, string>> = {
  EACCES: "this user may not: run nstop with sudo",
  EPERM: "this user may not: run nstop with sudo",
  EROFS: "control groups are mounted read-only here",
  ENOENT: "the cgroup is gone, or this kernel cannot freeze it",
  ENODEV: "the cgroup is gone",
};

/**
 * Asks a cgroup to freeze or to thaw; the kernel does it in its own time.
 *
 * @throws What the system raises; {@link whyNotWritten} puts it in words.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#core-interface-files
 */
export function writeFreezer(
  reader: HostReader,
  { directory, version }: FreezerCgroup,
  order: "freeze" | "thaw",
): void {
  const { file, [order]: word } = FILES[version];
  // Without O_CREAT: where there is no such file, none is made.
  const descriptor = openSync(
    encodeText(`${reader.root}${directory}/${file}`),
    constants.O_WRONLY | constants.O_NOFOLLOW,
  );
  try {
    writeSync(descriptor, word);
  } finally {
    closeSync(descriptor);
  }
}

/** Why {@link writeFreezer} failed. @throws `error` itself when the system did not raise it. */
export function whyNotWritten(error: unknown, { directory, version }: FreezerCgroup): string {
  const code = errorCode(error);
  if (code === null) throw error;
  return `${visible(directory)}/${FILES[version].file} cannot be written: ${WHY[code] ?? code}`;
}

/** Whether every process in it stands still. @throws {import("../host/read-failure.ts").ReadFailure} */
export function isFrozen(reader: HostReader, { directory, version }: FreezerCgroup): boolean {
  if (version === "v1") return parseFreezerState(reader.readText(`${directory}/freezer.state`));
  return parseCgroupEvents(reader.readText(`${directory}/cgroup.events`)).frozen === true;
}

/** Whether it is this cgroup itself that asks to be frozen. @throws {import("../host/read-failure.ts").ReadFailure} */
export function asksToFreeze(reader: HostReader, { directory, version }: FreezerCgroup): boolean {
  return parseCounter(reader.readText(`${directory}/${FILES[version].asks}`)) === 1;
}

/** Which directory it is: another one that is called the same later has another number. `null` when there is none. */
export function directoryInode(reader: HostReader, directory: string): number | null {
  return lstatSync(encodeText(reader.root + directory), { throwIfNoEntry: false })?.ino ?? null;
}
