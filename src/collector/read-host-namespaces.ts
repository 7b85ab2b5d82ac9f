import type { HostReader } from "../host/host-reader.ts";
import { NAMESPACE_TYPES, type PerNamespace, perNamespace } from "../procfs/namespace-link.ts";
import type { IssueLog } from "./issue-log.ts";
import { areSameNamespaces, readNamespaces } from "./read-namespaces.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** Has more capabilities than root may have in a container or a guarded session, and is then not to be looked at. */
const INIT_PID = 1;

/** Parent of the kernel's own threads, which live in the first namespaces there are. */
const KTHREADD_PID = 2;

/**
 * Reads which namespaces are the host's: those of pid 1, or of the kernel's threads where pid 1's may not be read.
 *
 * @param last - What they were before.
 * @returns `last` itself when nothing has changed; `null` for a type that cannot be told.
 */
export function readHostNamespaces(
  reader: HostReader,
  issues: IssueLog,
  table: Pick<ReadonlyMap<number, Pick<TrackedProcess, "stat">>, "get">,
  last: PerNamespace<number | null>,
): PerNamespace<number | null> {
  const init = readNamespaces(reader, issues, INIT_PID, last);
  const isWhole = NAMESPACE_TYPES.every((type) => init[type] !== null);
  if (isWhole || table.get(KTHREADD_PID)?.stat.kernelThread !== true) return init;
  const kthreadd = readNamespaces(reader, issues, KTHREADD_PID, last);
  const namespaces = perNamespace((type) => init[type] ?? kthreadd[type]);
  return areSameNamespaces(namespaces, last) ? last : namespaces;
}
