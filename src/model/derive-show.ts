import type { DetailPart } from "../collector/detail-sample.ts";
import type { Detail, Show } from "./detail.ts";
import { SCHEMA_VERSION } from "./snapshot.ts";

/** The parts that `nstop show` prints. */
export const SHOW_PARTS = [
  "processes",
  "mounts",
  "uts",
  "interfaces",
  "routes",
  "sockets",
  "users",
  "ipc",
  "clocks",
  "cgroupRoots",
  "security",
  "cgroup",
] as const satisfies readonly DetailPart[];

/** Makes of a detail with all of {@link SHOW_PARTS} what `nstop show` prints. */
export function deriveShow(detail: Detail): Show {
  return {
    schemaVersion: SCHEMA_VERSION,
    group: detail.group,
    groupIds: detail.groupIds,
    processes: detail.processes ?? [],
    mounts: detail.mounts ?? null,
    uts: detail.uts ?? null,
    interfaces: detail.interfaces ?? null,
    routes: detail.routes ?? null,
    sockets: detail.sockets ?? null,
    ipc: detail.ipc ?? null,
    users: detail.users ?? null,
    clocks: detail.clocks ?? null,
    cgroupRoots: detail.cgroupRoots ?? null,
    cgroup: detail.cgroup ?? null,
    security: detail.security ?? null,
    findings: detail.findings,
    issues: detail.issues,
  };
}
