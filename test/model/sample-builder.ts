import type {
  CgroupOwner,
  CgroupSample,
  HostSample,
  OomKill,
  ProcessSample,
  Sample,
} from "../../src/collector/sample.ts";
import { containerKey, type EngineContainer, type EngineEvent } from "../../src/engines/engine.ts";
import { NAMESPACE_TYPES, type PerNamespace, perNamespace } from "../../src/procfs/namespace-link.ts";

/** The host's namespaces in every sample: 1 for mnt, 2 for uts, and so on. */
export const HOST_NAMESPACES: PerNamespace<number> = perNamespace(
  (type) => NAMESPACE_TYPES.indexOf(type) + 1,
);

/** The host's namespaces but for those given. */
export function namespaces(own: Partial<PerNamespace<number | null>> = {}): PerNamespace<number | null> {
  return { ...HOST_NAMESPACES, ...own };
}

/** A full id that begins with `digits`. */
export function containerId(digits: string): string {
  return digits.padEnd(64, "0");
}

export const HOST: HostSample = {
  hostname: "web-03",
  kernel: "6.8.0",
  bootTimeSeconds: 1_000_000,
  uptimeSeconds: 5000,
  cpus: 2,
  loadAverage: [1, 0.5, 0.25],
  births: null,
  threads: null,
  cpuTicks: { busy: 100, total: 1000 },
  blocked: null,
  memory: null,
  pressure: null,
  cgroupVersion: "v2",
  namespaceLimits: perNamespace(() => null),
  clockTicksPerSecond: 100,
  pageBytes: 4096,
  description: null,
};

/** An idle process of the host, started long ago. */
export function process(facts: Partial<ProcessSample> & Pick<ProcessSample, "pid">): ProcessSample {
  return {
    startTicks: facts.pid,
    parentPid: facts.pid === 1 ? 0 : 1,
    comm: "sh",
    state: "S",
    kernelThread: false,
    cpuTicks: 0,
    threads: 1,
    residentBytes: 4096,
    namespaces: HOST_NAMESPACES,
    cgroup: null,
    io: null,
    resting: false,
    unseenSeconds: 0,
    ...facts,
  };
}

/** Membership of a container's cgroup, as the cgroupfs driver of Docker names it. */
export function inContainer(
  id: string,
  outerContainerIds: readonly string[] = [],
  engine: CgroupOwner["engine"] = "docker",
): NonNullable<ProcessSample["cgroup"]> {
  const path = [...outerContainerIds, id].map((each) => `/docker/${each}`).join("");
  return { path, owner: { kind: "container", engine, id, path }, outerContainerIds };
}

/** Membership of a service's cgroup. */
export function inService(unit: string): NonNullable<ProcessSample["cgroup"]> {
  const path = `/system.slice/${unit}`;
  return { path, owner: { kind: "service", engine: null, id: unit, path }, outerContainerIds: [] };
}

/** Counters of a cgroup that has no controller but those given. */
export function cgroup(facts: Partial<CgroupSample> & Pick<CgroupSample, "path">): CgroupSample {
  return {
    directories: { unified: `/sys/fs/cgroup${facts.path}` },
    above: null,
    readAtSeconds: 100,
    cpuMicroseconds: null,
    cpuLimitPercent: null,
    cpuQuota: null,
    throttling: null,
    memory: null,
    pids: null,
    io: null,
    pressure: null,
    frozen: null,
    waits: null,
    ...facts,
  };
}

/** Memory of a cgroup without a limit. */
export function memory(
  facts: Partial<NonNullable<CgroupSample["memory"]>> = {},
): NonNullable<CgroupSample["memory"]> {
  return {
    currentBytes: 300,
    workingSetBytes: 200,
    anonymousBytes: 100,
    limitBytes: "max",
    highBytes: null,
    oomKills: 0,
    limitHits: 0,
    highHits: null,
    refaults: 0,
    ...facts,
  };
}

/** A running Docker container. */
export function container(facts: Partial<EngineContainer> & Pick<EngineContainer, "id">): EngineContainer {
  return {
    engine: "docker",
    endpoint: null,
    userId: null,
    name: "web",
    image: "nginx:1",
    state: "running",
    health: null,
    healthCheck: null,
    pid: null,
    startedAt: null,
    restartCount: null,
    oomKilled: null,
    compose: null,
    pod: null,
    ports: [],
    networkMode: "bridge",
    settings: null,
    ...facts,
  };
}

/** What varies from sample to sample, with cgroups, networks and containers as short lists. */
export interface SampleFacts {
  readonly monotonicSeconds?: number;
  readonly host?: Partial<HostSample>;
  readonly hostNamespaces?: PerNamespace<number | null>;
  /** Nstop's own. */
  readonly ownPid?: number;
  /** Pid 1. */
  readonly init?: ProcessSample;
  readonly processes?: readonly ProcessSample[];
  readonly cgroups?: readonly CgroupSample[];
  /** By their paths, which {@link CgroupSample.above} then has to be. */
  readonly cgroupsAround?: readonly CgroupSample[];
  readonly oomKills?: readonly OomKill[];
  readonly networks?: readonly (readonly [inode: number, receiveBytes: number, transmitBytes: number])[];
  readonly containers?: readonly EngineContainer[];
  readonly engineEvents?: readonly EngineEvent[];
  /** Of suspects: whether an engine started them. */
  readonly execs?: readonly (readonly [pid: number, isExec: boolean])[];
}

/** A sample of a host with pid 1 and `processes`, 100 s after the monotonic clock began. */
export function sample(facts: SampleFacts = {}): Sample {
  const { networks = [], cgroups = [], containers = [], processes = [] } = facts;
  return {
    takenAtMilliseconds: Date.UTC(2024, 0, 2, 3, 4, 5),
    monotonicSeconds: facts.monotonicSeconds ?? 100,
    host: { ...HOST, ...facts.host },
    hostNamespaces: facts.hostNamespaces ?? HOST_NAMESPACES,
    ownPid: facts.ownPid ?? null,
    processes: [facts.init ?? process({ pid: 1, comm: "init" }), ...processes].toSorted(
      (a, b) => a.pid - b.pid,
    ),
    cgroups: new Map(cgroups.map((each) => [each.path, each])),
    cgroupsAround: new Map((facts.cgroupsAround ?? []).map((each) => [each.path, each])),
    oomKills: facts.oomKills ?? [],
    networks: new Map(
      networks.map(([inode, receiveBytes, transmitBytes]) => [
        inode,
        { readAtSeconds: facts.monotonicSeconds ?? 100, receiveBytes, transmitBytes },
      ]),
    ),
    engines: {
      reports: [],
      containers: new Map(containers.map((each) => [containerKey(each), each])),
      events: facts.engineEvents ?? [],
    },
    execs: new Map(facts.execs),
    issues: [],
  };
}
