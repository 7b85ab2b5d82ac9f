import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import type { CgroupMembership, CgroupOwner, ProcessSample, Sample } from "../collector/sample.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import {
  containerGroupId,
  HOST_GROUP_ID,
  type NamespaceReference,
  namespaceGroupId,
  serviceGroupId,
} from "./group-id.ts";
import { type NamespaceSet, NamespaceSets } from "./namespace-sets.ts";
import type { GroupKind } from "./snapshot.ts";

/** Processes that belong together, and what they belong to. */
export interface ProcessGroup {
  readonly id: string;
  readonly kind: GroupKind;
  /** The container or service; `null` for other kinds. */
  readonly owner: Pick<CgroupOwner, "engine" | "id"> | null;
  /** Path of the cgroup that is wholly its own: the key in {@link Sample.cgroups}. */
  readonly cgroupPath: string | null;
  /** Containers around a container, outermost first. */
  readonly outerContainerIds: readonly string[];
  /** The namespaces that set a `namespace` group apart; empty for other kinds. */
  readonly privateNamespaces: readonly NamespaceReference[];
  readonly processes: readonly ProcessSample[];
}

/** All processes of a sample, each in one group. */
export interface Grouping {
  /** The host's group is always among them, even with no process in it. */
  readonly groups: readonly ProcessGroup[];
  /** For each process, in the order of the sample: its group's index among `groups`. */
  readonly groupIndices: readonly number[];
  /** For each process: its index among the processes of its group. */
  readonly places: readonly number[];
  /** How many namespaces of each type processes live in. */
  readonly namespaceCounts: PerNamespace<number>;
}

/**
 * Puts each process into one group: the container that its cgroup names; else, when any namespace is known not
 * to be the host's, the processes with the same ones; else the service of its cgroup; else the host. Kernel
 * threads are the host's. A namespace that may not be read sets nothing apart.
 */
export function groupProcesses(sample: Pick<Sample, "processes" | "hostNamespaces">): Grouping {
  const grouper = new Grouper(sample.hostNamespaces);
  for (const process of sample.processes) grouper.place(process);
  return grouper.grouping();
}

interface GrowingGroup extends ProcessGroup {
  readonly index: number;
  readonly processes: ProcessSample[];
}

class Grouper {
  readonly #sets: NamespaceSets;
  readonly #host = emptyGroup({ id: HOST_GROUP_ID, kind: "host" }, 0);
  readonly #byId = new Map<string, GrowingGroup>([[HOST_GROUP_ID, this.#host]]);
  /** An id is made once for each cgroup and set, not once for each process. */
  readonly #byCgroupPath = new Map<string, GrowingGroup>();
  readonly #bySet = new Map<NamespaceSet, GrowingGroup>();
  readonly #groupIndices: number[] = [];
  readonly #places: number[] = [];

  constructor(hostNamespaces: PerNamespace<number | null>) {
    this.#sets = new NamespaceSets(hostNamespaces);
  }

  place(process: ProcessSample): void {
    const set = this.#sets.of(process.namespaces);
    const { index, processes } = this.#groupOf(process, set);
    this.#groupIndices.push(index);
    this.#places.push(processes.length);
    processes.push(process);
  }

  grouping(): Grouping {
    return {
      groups: [...this.#byId.values()].map(({ index: _, ...group }) => group),
      groupIndices: this.#groupIndices,
      places: this.#places,
      namespaceCounts: this.#sets.counts(),
    };
  }

  #groupOf(process: ProcessSample, set: NamespaceSet): GrowingGroup {
    if (process.kernelThread) return this.#host;
    const { cgroup } = process;
    if (cgroup?.owner?.kind === "container") return this.#ofOwner(cgroup, cgroup.owner);
    if (set.privateNamespaces.length > 0) return this.#ofSet(set);
    if (cgroup?.owner?.kind === "service") return this.#ofOwner(cgroup, cgroup.owner);
    return this.#host;
  }

  #ofOwner(cgroup: CgroupMembership, owner: CgroupOwner): GrowingGroup {
    const known = this.#byCgroupPath.get(cgroup.path);
    if (known !== undefined) return known;
    const { kind, path: cgroupPath } = owner;
    const outerContainerIds = kind === "container" ? cgroup.outerContainerIds : [];
    const id =
      kind === "container"
        ? containerGroupId(owner, outerContainerIds, cgroupUser(cgroupPath))
        : serviceGroupId(cgroupPath);
    const group = this.#withId(id, { kind, owner, cgroupPath, outerContainerIds });
    this.#byCgroupPath.set(cgroup.path, group);
    return group;
  }

  #ofSet(set: NamespaceSet): GrowingGroup {
    const known = this.#bySet.get(set);
    if (known !== undefined) return known;
    const { privateNamespaces } = set;
    const group = this.#withId(namespaceGroupId(privateNamespaces), { kind: "namespace", privateNamespaces });
    this.#bySet.set(set, group);
    return group;
  }

  #withId(id: string, facts: Pick<ProcessGroup, "kind"> & Partial<ProcessGroup>): GrowingGroup {
    const group = this.#byId.get(id) ?? emptyGroup({ ...facts, id }, this.#byId.size);
    this.#byId.set(id, group);
    return group;
  }
}

function emptyGroup(
  facts: Pick<ProcessGroup, "id" | "kind"> & Partial<ProcessGroup>,
  index: number,
): GrowingGroup {
  return {
    index,
    owner: null,
    cgroupPath: null,
    outerContainerIds: [],
    privateNamespaces: [],
    ...facts,
    processes: [],
  };
}
