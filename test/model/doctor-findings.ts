import type {
  ControllerFacts,
  DoctorFacts,
  DoctorFindings,
  TerminalFacts,
} from "../../src/collector/doctor-facts.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";

/** A v2 host on which root runs nstop, and lacks nothing. */
export const HEALTHY: DoctorFacts = {
  kernel: {
    release: "6.8.0",
    version: [6, 8],
    pressure: "read",
    pressureIsOff: null,
    timeNamespaces: "read",
    ioAccounting: "read",
    runTimes: "read",
  },
  controlGroups: {
    version: "v2",
    controllers: (["cpu", "cpuset", "memory", "pids", "io", "freezer"] as const).map((name) =>
      controller({ name }),
    ),
    isWholeTree: true,
    mountedRoot: "/",
  },
  place: { isHosts: perNamespace(() => true), container: null },
  programs: (["nsenter", "lsns", "ip", "stty", "cat"] as const).map((name) => ({
    name,
    path: `/usr/bin/${name}`,
    version: `${name} 1.0`,
    isWhole: true,
  })),
  engines: {
    asked: true,
    reports: [
      {
        name: "docker",
        endpoint: "unix:///run/docker.sock",
        state: "connected",
        version: "28.2.0",
        message: null,
      },
    ],
    known: { docker: 2 },
    running: { docker: 2 },
    dockerHost: null,
    dockerFiles: { path: "/var/lib/docker/containers", outcome: "read" },
  },
  runtime: {
    runtime: "v26.10.0",
    path: "/usr/bin/node",
    nodeVersion: "v26.10.0",
    openFiles: { soft: "1048576", hard: "1048576" },
    keptFiles: 16384,
    processes: 300,
    availableBytes: 2 ** 32,
  },
  rights: {
    uid: 0,
    userName: "root",
    uidMap: [{ inside: 0, outside: 0, length: 4294967295 }],
    effective: ["CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_SYS_PTRACE", "CAP_SYS_ADMIN"],
    seccomp: 0,
    label: null,
    yamaScope: 1,
    proc: { hidePid: null, hidePidGroup: null, isSubset: false, init: "read" },
    kernelLog: "read",
    hostNamespaces: "read",
    others: { tried: 40, namespaces: 40, io: 40, files: 40 },
    enters: { did: true, message: null },
  },
};

/** A terminal that can do everything. */
export const GOOD_TERMINAL: TerminalFacts = {
  isTerminal: true,
  term: "xterm-256color",
  size: { columns: 120, rows: 40 },
  color: true,
  ascii: false,
  locale: "C.UTF-8",
};

/** A controller of a v2 host. */
export function controller(changes: Partial<ControllerFacts>): ControllerFacts {
  const home = { version: "v2", mountPoint: "/sys/fs/cgroup" } as const;
  return { name: "memory", home, isWithheld: false, inKernel: "enabled", ...changes };
}

/** Everything was found out. */
export function findings(facts: DoctorFacts): DoctorFindings {
  return {
    kernel: { facts: facts.kernel },
    controlGroups: { facts: facts.controlGroups },
    place: { facts: facts.place },
    programs: { facts: facts.programs },
    engines: { facts: facts.engines },
    runtime: { facts: facts.runtime },
    rights: { facts: facts.rights },
  };
}
