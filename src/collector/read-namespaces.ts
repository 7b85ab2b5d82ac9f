import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import {
  NAMESPACE_TYPES,
  type NamespaceType,
  type PerNamespace,
  parseNamespaceLink,
  perNamespace,
} from "../procfs/namespace-link.ts";
import type { IssueLog } from "./issue-log.ts";

/** Nothing is known of any of its namespaces. */
export const UNKNOWN_NAMESPACES: PerNamespace<null> = perNamespace(() => null);

const MISSING = "The namespaces of some processes are unknown";

/**
 * Reads which namespaces a process is in.
 *
 * @param last - What is said of a link that is not there: a process that has ended is in none any more, and keeps
 *   those it was in until it is waited for.
 * @returns `last` itself when nothing has changed. `null` for a type that this user may not read, or this kernel
 *   has not.
 */
export function readNamespaces(
  reader: HostReader,
  issues: IssueLog,
  pid: number | "self",
  last: PerNamespace<number | null>,
): PerNamespace<number | null> {
  return orUnknown(issues, pid, () => readAll(reader, issues, pid, last));
}

/**
 * As {@link readNamespaces}, with one link read for most: a process in its parent's mount namespace is taken to be in all
 * of its parent's.
 *
 * @param parents - Those that its parent is in.
 */
export function guessNamespaces(
  reader: HostReader,
  issues: IssueLog,
  pid: number | "self",
  last: PerNamespace<number | null>,
  parents: PerNamespace<number | null>,
): PerNamespace<number | null> {
  return orUnknown(issues, pid, () => {
    const mount = readNamespace(reader, issues, pid, "mnt");
    return mount !== null && mount === parents.mnt ? parents : readAll(reader, issues, pid, last);
  });
}

function readAll(
  reader: HostReader,
  issues: IssueLog,
  pid: number | "self",
  last: PerNamespace<number | null>,
): PerNamespace<number | null> {
  const namespaces = perNamespace((type) => readNamespace(reader, issues, pid, type) ?? last[type]);
  return areSameNamespaces(namespaces, last) ? last : namespaces;
}

/** Who may not read one of the links may read none of them. */
function orUnknown(
  issues: IssueLog,
  pid: number | "self",
  read: () => PerNamespace<number | null>,
): PerNamespace<number | null> {
  try {
    return read();
  } catch (error) {
    issues.addFailure(error, `/proc/${pid}/ns`, MISSING);
    return UNKNOWN_NAMESPACES;
  }
}

/**
 * Reads one link of `/proc/[pid]/ns`.
 *
 * @returns `null` when there is none, or it cannot be read now.
 * @throws {ReadFailure} If this user may not read it.
 */
export function readNamespace(
  reader: HostReader,
  issues: IssueLog,
  pid: number | "self",
  type: NamespaceType,
): number | null {
  const path = `/proc/${pid}/ns/${type}`;
  try {
    return parseNamespaceLink(reader.readLink(path), type);
  } catch (error) {
    if (error instanceof ReadFailure && error.kind === "denied") throw error;
    issues.addFailure(error, path, MISSING);
    return null;
  }
}

/** Whether two processes are in the same namespaces of every type, as far as is known. */
export function areSameNamespaces(a: PerNamespace<number | null>, b: PerNamespace<number | null>): boolean {
  return NAMESPACE_TYPES.every((type) => a[type] === b[type]);
}
