import type { DetailPart, DetailRequest, DetailSample } from "../collector/detail-sample.ts";
import type { Sample } from "../collector/sample.ts";
import type { Derivation } from "./derive-snapshot.ts";
import { locateTarget } from "./locate-target.ts";
import type { Group, Target } from "./snapshot.ts";

/** What was asked for, and what was read. */
export interface DetailReading {
  readonly request: DetailRequest;
  readonly sample: DetailSample;
}

/**
 * What to read for a drill-down.
 *
 * @returns `null` when there is no process to read it of: the target is gone, or its container is restarting.
 */
export function detailRequest(
  target: Target,
  parts: readonly DetailPart[],
  derivation: Derivation,
  sample: Sample,
): DetailRequest | null {
  const located = locateTarget(target, derivation, sample);
  if (located === null || located.referencePid === null) return null;
  return {
    pids: parts.includes("processes") ? located.processes.map(({ pid }) => pid) : [],
    referencePid: located.referencePid,
    parts,
    ...(parts.includes("inspection") && inspected(located.group)),
  };
}

function inspected(group: Group): Pick<DetailRequest, "container"> {
  const { containerId: id, engine, engineEndpoint: endpoint, cgroupPath } = group;
  return id === null || cgroupPath === null ? {} : { container: { id, engine, endpoint, cgroupPath } };
}
