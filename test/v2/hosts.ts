/** A host with nothing but cgroup v2 that tests run on. */
export interface Host {
  /** Options of `scripts/v2host`. */
  readonly options: readonly string[];
  readonly kernelArguments: string;
  /** Whether `scripts/lab` brings up an engine on it. */
  readonly hasLab: boolean;
  /** Test files, from the top of the repository. */
  readonly files: readonly string[];
}

/** Live tests that hold on any host: each takes an emulated CPU half a minute or more. */
const LIVE = ["test/live/list.test.ts", "test/live/freezing.test.ts", "test/live/change-limits.test.ts"];

/** The hosts of `npm test`, by the name that NSTOP_V2HOST is given. */
export const HOSTS = {
  /** As most users have it: containers in `system.slice/docker-ID.scope`. */
  systemd: {
    options: ["--systemd"],
    kernelArguments: "",
    hasLab: true,
    files: ["test/v2/containers.test.ts", ...LIVE],
  },
  /** Containers in `docker/ID`. */
  cgroupfs: {
    options: [],
    kernelArguments: "",
    hasLab: true,
    files: ["test/v2/containers.test.ts", ...LIVE],
  },
  /** Without what a kernel may lack: pressure and the memory controller. */
  bare: {
    options: [],
    kernelArguments: "psi=0 cgroup_disable=memory",
    hasLab: false,
    files: ["test/v2/unknown.test.ts"],
  },
} as const satisfies Record<string, Host>;
