import { closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { HostReader } from "../host/host-reader.ts";
import { O_PATH } from "../host/o-path.ts";
import { errorCode, ReadFailure, readFailure } from "../host/read-failure.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { parsePidStat } from "../procfs/pid-stat.ts";
import { EnterFailure } from "./enter-failure.ts";
import { type Subject, subjectText } from "./subject.ts";

/** A namespace that can be entered: a descriptor of it is held open, so that nobody can put another in its place. */
export interface Door {
  readonly type: NamespaceType;
  /** Of that descriptor, for a program of the host to open. */
  readonly path: string;
  /** nstop itself is in this namespace. */
  readonly own: boolean;
}

/** What leads into the namespaces of one process. */
export interface Doors {
  readonly pid: number;
  readonly namespaces: readonly Door[];
  /** Of its root and working directory; `null` where its files were not asked for. */
  readonly files: { readonly root: string; readonly workingDirectory: string } | null;
  /** Lets them go: after that no path of them leads anywhere. */
  readonly close: () => void;
}

/**
 * Opens what leads into the namespaces of a subject, and makes sure that they are still its own: that its process is
 * the one that a person was asked about, and that a group's process has not moved to another namespace since.
 *
 * @param types - Those to open; one that this kernel has not is left out.
 * @param withFiles - Its root and working directory as well.
 * @throws {EnterFailure}
 * @see https://man7.org/linux/man-pages/man7/namespaces.7.html
 */
export function openDoors(subject: Subject, types: readonly NamespaceType[], withFiles: boolean): Doors {
  const { pid, startTicks } = processOf(subject);
  const reader = new HostReader();
  const descriptors: number[] = [];
  const close = () => {
    for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
  };
  const open = (path: string, flags: number) => {
    const descriptor = openSync(path, flags | constants.O_RDONLY);
    descriptors.push(descriptor);
    return descriptor;
  };
  try {
    // As /proc itself knows nstop: it may be that of another pid namespace than nstop's own.
    const held = `/proc/${reader.readLink("/proc/self")}/fd`;
    const namespaces = types.flatMap((type): readonly Door[] => {
      const own = ownNamespace(type);
      if (own === null) return [];
      const descriptor = open(`/proc/${pid}/ns/${type}`, 0);
      const { ino } = fstatSync(descriptor);
      checkNamespace(subject, type, ino);
      return [{ type, path: `${held}/${descriptor}`, own: ino === own }];
    });
    const directory = (name: string) =>
      `${held}/${open(`/proc/${pid}/${name}`, O_PATH | constants.O_DIRECTORY)}`;
    const files = withFiles ? { root: directory("root"), workingDirectory: directory("cwd") } : null;
    checkStart(subject, startTicks, parsePidStat(reader.readText(`/proc/${pid}/stat`)).startTicks);
    return { pid, namespaces, files, close };
  } catch (error) {
    close();
    throw error instanceof EnterFailure ? error : enterFailure(subject, error);
  }
}

function processOf(subject: Subject): { readonly pid: number; readonly startTicks: number } {
  if (subject.kind === "process") return subject;
  const { leaderPid, leaderStartTicks } = subject.group;
  if (leaderPid !== null && leaderStartTicks !== null)
    return { pid: leaderPid, startTicks: leaderStartTicks };
  throw new EnterFailure(`${subjectText(subject)} has no process whose namespaces could be entered`);
}

/** Inode of the namespace nstop is in; `null` when the kernel has none of that type. */
export function ownNamespace(type: NamespaceType): number | null {
  return statSync(`/proc/self/ns/${type}`, { throwIfNoEntry: false })?.ino ?? null;
}

function checkNamespace(subject: Subject, type: NamespaceType, inode: number): void {
  if (subject.kind === "process") return;
  const known = subject.group.namespaces[type].inode;
  if (known === null || known === inode) return;
  throw new EnterFailure(`${subjectText(subject)} has moved to another ${type} namespace; look at it again`);
}

function checkStart(subject: Subject, wanted: number, found: number): void {
  if (wanted === found) return;
  const { pid } = processOf(subject);
  throw new EnterFailure(`${subjectText(subject)} has ended, and pid ${pid} is another process by now`);
}

function enterFailure(subject: Subject, error: unknown): EnterFailure {
  const { kind, code } =
    error instanceof ReadFailure ? error : readFailure(error, `/proc/${processOf(subject).pid}`);
  const what = subjectText(subject);
  if (kind === "gone") return new EnterFailure(`${what} has ended`);
  if (kind === "denied") return new EnterFailure(`this user may not enter ${what}; run nstop as root`);
  return new EnterFailure(`${what} cannot be entered: ${errorCode(error) ?? code}`);
}
