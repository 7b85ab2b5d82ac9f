import type { DetailSample } from "../collector/detail-sample.ts";
import type { Sample } from "../collector/sample.ts";
import type { Derivation } from "./derive-snapshot.ts";
import type { Detail } from "./detail.ts";
import type { DetailReading } from "./detail-request.ts";
import { type LocatedTarget, locateTarget } from "./locate-target.ts";
import { interfaceRows, socketRows } from "./network-rows.ts";
import { processPage } from "./process-page.ts";
import { processRows } from "./process-rows.ts";
import type { Target } from "./snapshot.ts";

/** What a drill-down is made from. */
export interface DetailInput {
  readonly target: Target;
  /** What was read for it; `null` when there was no process to read it of. */
  readonly reading: DetailReading | null;
  /** The reading before, of the same target; without one there are no rates of interfaces. */
  readonly previousReading: DetailReading | null;
  readonly sample: Sample;
  /** The sample before: CPU percent of a process is between the two. */
  readonly previous: Sample | null;
  /** What was made of the two samples. */
  readonly derivation: Derivation;
}

/**
 * Makes the drill-down of one target: parts that were read, and only those.
 *
 * @returns `null` when the target is gone.
 */
export function deriveDetail(input: DetailInput): Detail | null {
  const located = locateTarget(input.target, input.derivation, input.sample);
  if (located === null) return null;
  const { group, groupIds } = located;
  const { target, reading } = input;
  if (reading === null) return { target, group, groupIds, referencePid: null, ...NOTHING_READ };
  return {
    target,
    group,
    groupIds,
    referencePid: reading.request.referencePid,
    ...processParts(located, reading, input),
    ...networkParts(reading, input),
    ...partsAsRead(reading.sample),
    issues: reading.sample.issues,
  };
}

const NOTHING_READ = {
  processes: [],
  mounts: null,
  uts: null,
  interfaces: null,
  routes: null,
  sockets: null,
  users: null,
  process: null,
  environment: null,
  issues: [],
} as const satisfies Omit<Detail, "target" | "group" | "groupIds" | "referencePid">;

type Parts = Partial<Detail>;

function processParts(located: LocatedTarget, reading: DetailReading, input: DetailInput): Parts {
  const { processes, process } = reading.sample;
  const { sample, previous, previousReading, derivation } = input;
  return {
    ...(processes && {
      processes: processRows(located.processes, { sample, previous, reading, previousReading }),
    }),
    ...(process !== undefined && {
      process: process && processPage(process, located.group.id, sample, derivation.snapshot),
    }),
  };
}

function networkParts(reading: DetailReading, input: DetailInput): Parts {
  const { interfaces, sockets } = reading.sample;
  const { referencePid } = reading.request;
  const { snapshot } = input.derivation;
  const previous =
    input.previousReading?.request.referencePid === referencePid ? input.previousReading : null;
  const reference = input.sample.processes.find(({ pid }) => pid === referencePid);
  const netns = reference?.namespaces.net ?? null;
  return {
    ...(interfaces !== undefined && {
      interfaces: interfaces && interfaceRows(interfaces, reading, previous, snapshot),
    }),
    ...(sockets !== undefined && {
      sockets: sockets && socketRows(sockets, netns, snapshot, input.sample.engines),
    }),
  };
}

function partsAsRead({ mounts, uts, routes, users, environment }: DetailSample): Parts {
  return {
    ...(mounts !== undefined && { mounts }),
    ...(uts !== undefined && { uts }),
    ...(routes !== undefined && { routes }),
    ...(users !== undefined && { users }),
    ...(environment !== undefined && { environment }),
  };
}
