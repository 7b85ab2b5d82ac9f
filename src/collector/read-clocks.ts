import { parseNamespaceLink } from "../procfs/namespace-link.ts";
import { parseTimensOffsets, type TimensOffsets } from "../procfs/timens-offsets.ts";
import type { DetailContext } from "./detail-context.ts";

/**
 * Reads by how much a process's clocks differ from the host's. The kernel tells it of the time namespace that its
 * children will be in.
 *
 * @returns `null` when that is another than its own, or when it may not be read.
 */
export function readClocks({ reader, issues, pid, namespaces }: DetailContext): TimensOffsets | null {
  const path = `/proc/${pid}/timens_offsets`;
  return issues.attempt(path, "How its clocks differ is not known", () => {
    const ofChildren = parseNamespaceLink(reader.readLink(`/proc/${pid}/ns/time_for_children`), "time");
    return ofChildren === namespaces.time ? parseTimensOffsets(reader.readText(path)) : null;
  });
}
