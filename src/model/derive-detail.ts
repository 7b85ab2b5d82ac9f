import type { DetailSample } from "../collector/detail-sample.ts";
import type { Sample } from "../collector/sample.ts";
import { containerOf } from "./container-facts.ts";
import { deriveCgroup } from "./derive-cgroup.ts";
import { deriveIpc } from "./derive-ipc.ts";
import { deriveNamespaces } from "./derive-namespaces.ts";
import { deriveNetworkMap } from "./derive-network-map.ts";
import { deriveSecurity } from "./derive-security.ts";
import type { Derivation } from "./derive-snapshot.ts";
import { deriveUts } from "./derive-uts.ts";
import type { Detail } from "./detail.ts";
import type { DetailReading } from "./detail-request.ts";
import { type LocatedTarget, locateTarget } from "./locate-target.ts";
import { interfaceRows, socketRows } from "./network-rows.ts";
import { processPage } from "./process-page.ts";
import { processRows } from "./process-rows.ts";
import type { Target } from "./snapshot.ts";
import { socketFindings } from "./socket-findings.ts";

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
  const findings = input.derivation.snapshot.findings.filter(({ groupId }) => groupId === group.id);
  if (reading === null) return { target, group, groupIds, referencePid: null, ...NOTHING_READ, findings };
  const network = networkParts(reading, input);
  return {
    target,
    group,
    groupIds,
    referencePid: reading.request.referencePid,
    ...processParts(located, reading, input),
    ...network,
    ...namespacesPart(reading, input),
    ...namedParts(located, reading, input),
    ...cgroupPart(located, reading, input),
    ...partsAsRead(reading.sample),
    findings: [...findings, ...socketFindings(network.sockets ?? [], netnsOf(reading, input), group.id)],
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
  ipc: null,
  clocks: null,
  cgroupRoots: null,
  namespaces: null,
  networkMap: null,
  security: null,
  cgroup: null,
  inspection: null,
  inspectionSecrets: null,
  issues: [],
} as const satisfies Omit<Detail, "target" | "group" | "groupIds" | "referencePid" | "findings">;

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
  const { interfaces, sockets, networkMap } = reading.sample;
  const { referencePid } = reading.request;
  const { snapshot } = input.derivation;
  const previous =
    input.previousReading?.request.referencePid === referencePid ? input.previousReading : null;
  const netns = netnsOf(reading, input);
  return {
    ...(interfaces !== undefined && {
      interfaces: interfaces && interfaceRows(interfaces, reading, previous, snapshot),
    }),
    ...(sockets !== undefined && {
      sockets: sockets && socketRows(sockets, netns, snapshot, input.sample),
    }),
    ...(networkMap !== undefined && {
      networkMap:
        networkMap &&
        deriveNetworkMap(networkMap, input.previousReading?.sample.networkMap ?? null, snapshot),
    }),
  };
}

/** The network namespace whose interfaces and sockets were read. */
function netnsOf({ request }: DetailReading, { sample }: DetailInput): number | null {
  return sample.processes.find(({ pid }) => pid === request.referencePid)?.namespaces.net ?? null;
}

function namespacesPart(reading: DetailReading, { sample, derivation, target }: DetailInput): Parts {
  const survey = reading.sample.namespaces;
  if (survey === undefined) return {};
  if (survey === null) return { namespaces: null };
  const namespaces = deriveNamespaces(target, { sample, derivation, survey });
  return { namespaces: { namespaces, progress: survey.progress } };
}

/** What is put beside what the engine says, or gets the names of processes. */
function namedParts({ group }: LocatedTarget, reading: DetailReading, { sample }: DetailInput): Parts {
  const { uts, ipc, security } = reading.sample;
  const settings = containerOf(group, sample.engines)?.settings ?? null;
  return {
    ...(uts !== undefined && { uts: uts && deriveUts(uts, settings) }),
    ...(ipc !== undefined && { ipc: ipc && deriveIpc(ipc, sample) }),
    ...(security !== undefined && { security: security && deriveSecurity(security, group, sample.engines) }),
  };
}

function cgroupPart({ group }: LocatedTarget, reading: DetailReading, input: DetailInput): Parts {
  const { cgroup } = reading.sample;
  if (cgroup === undefined) return {};
  if (cgroup === null) return { cgroup: null };
  const before = input.previousReading?.sample.cgroup ?? null;
  const { cpus: hostCpus } = input.sample.host;
  return { cgroup: deriveCgroup({ now: cgroup, before, ownPath: group.cgroupPath, hostCpus }) };
}

function partsAsRead(sample: DetailSample): Parts {
  const { mounts, routes, users, clocks, cgroupRoots, environment } = sample;
  const { inspection, inspectionSecrets } = sample;
  return {
    ...(mounts !== undefined && { mounts }),
    ...(routes !== undefined && { routes }),
    ...(users !== undefined && { users }),
    ...(clocks !== undefined && { clocks }),
    ...(cgroupRoots !== undefined && { cgroupRoots }),
    ...(environment !== undefined && { environment }),
    ...(inspection !== undefined && { inspection }),
    ...(inspectionSecrets !== undefined && { inspectionSecrets }),
  };
}
