import type { ProcessSample, Sample } from "../collector/sample.ts";
import { NAMESPACE_TYPES, type NamespaceType, perNamespace } from "../procfs/namespace-link.ts";
import { changedProcesses, inhabitant, type ProcessChange } from "./changed-processes.ts";
import { leaderOf } from "./leader.ts";
import { processWithPid } from "./process-with-pid.ts";

const INIT_PID = 1;

/** Something that processes did with a namespace between two samples. */
export interface NamespaceEvent {
  readonly kind: "namespace-created" | "namespace-moved" | "namespace-emptied";
  /** Who did it: of several, the topmost. */
  readonly process: ProcessSample;
  readonly type: NamespaceType;
  /** Where it came from; `null` when that is not known, and for one that was emptied. */
  readonly from: number | null;
  /** The namespace that was made, joined or emptied. */
  readonly inode: number;
}

/** The part of a sample that namespace events are made from. */
export type NamespaceSample = Pick<Sample, "processes" | "hostNamespaces" | "ownPid">;

/** What was made, joined and emptied between two samples. Nothing, at no cost to speak of, when nobody has moved. */
export function namespaceEvents(
  sample: NamespaceSample,
  previous: NamespaceSample,
): readonly NamespaceEvent[] {
  const changes = changedProcesses(sample, previous);
  return changes.length === 0 ? [] : new Comparison(sample, previous, changes).events();
}

/** Who came into one namespace and who left it. */
interface Turnover {
  readonly type: NamespaceType;
  readonly inode: number;
  readonly arrivals: Arrival[];
  readonly leavers: ProcessSample[];
}

interface Arrival {
  readonly process: ProcessSample;
  /** `null` for one that was born since. */
  readonly before: ProcessSample | null;
}

class Comparison {
  readonly #sample: NamespaceSample;
  readonly #previous: NamespaceSample;
  readonly #changes: readonly ProcessChange[];
  readonly #turnovers = new Map<string, Turnover>();
  /** Of each type, the namespaces that somebody was in all the while. */
  readonly #kept = perNamespace(() => new Set<number>());

  constructor(sample: NamespaceSample, previous: NamespaceSample, changes: readonly ProcessChange[]) {
    this.#sample = sample;
    this.#previous = previous;
    this.#changes = changes;
  }

  events(): readonly NamespaceEvent[] {
    for (const change of this.#changes) if (!this.#isOrdinary(change)) this.#addTurnover(change);
    if (this.#turnovers.size === 0) return [];
    this.#findKept();
    return [...this.#turnovers.values()].flatMap((turnover) => this.#eventsOf(turnover));
  }

  /**
   * Forked or ended beside a parent that is in the very same namespaces, as nearly all are; or sent into others by
   * nstop itself, to look.
   */
  #isOrdinary({ before, now }: ProcessChange): boolean {
    const process = now ?? before;
    if (process === null || process.parentPid === this.#sample.ownPid) return true;
    if (now !== null && before !== null) return false;
    return processWithPid(this.#sample, process.parentPid)?.namespaces === process.namespaces;
  }

  #addTurnover({ before, now }: ProcessChange): void {
    for (const type of NAMESPACE_TYPES) {
      const left = before?.namespaces[type] ?? null;
      const joined = now?.namespaces[type] ?? null;
      if (left === joined) continue;
      if (now !== null && joined !== null) {
        this.#turnover(type, joined).arrivals.push({ process: now, before });
      }
      if (before !== null && left !== null && left !== this.#sample.hostNamespaces[type]) {
        this.#turnover(type, left).leavers.push(before);
      }
    }
  }

  #turnover(type: NamespaceType, inode: number): Turnover {
    const key = `${type}:${inode}`;
    const turnover = this.#turnovers.get(key) ?? { type, inode, arrivals: [], leavers: [] };
    this.#turnovers.set(key, turnover);
    return turnover;
  }

  #findKept(): void {
    const { processes, hostNamespaces } = this.#sample;
    const changed = new Set(this.#changes.map(({ now }) => now));
    const sets = new Set([hostNamespaces]);
    for (const process of processes) {
      if (!changed.has(process) && inhabitant(process) !== null) sets.add(process.namespaces);
    }
    for (const type of NAMESPACE_TYPES) {
      for (const { [type]: inode } of sets) if (inode !== null) this.#kept[type].add(inode);
      for (const { before, now } of this.#changes) {
        const inode = now?.namespaces[type] ?? null;
        if (inode !== null && inode === before?.namespaces[type]) this.#kept[type].add(inode);
      }
    }
  }

  #eventsOf(turnover: Turnover): readonly NamespaceEvent[] {
    const { type, inode, arrivals, leavers } = turnover;
    if (this.#kept[type].has(inode)) return arrivals.flatMap((arrival) => this.#move(arrival, type, inode));
    if (this.#isCarriedOn(turnover)) return [];
    const last = leaderOf(leavers);
    const maker = leaderOf(arrivals.map(({ process }) => process));
    const made = arrivals.find(({ process }) => process === maker);
    return [
      ...(last === null
        ? []
        : [{ kind: "namespace-emptied", process: last, type, from: null, inode } as const]),
      ...(made === undefined
        ? []
        : [
            {
              kind: "namespace-created",
              process: made.process,
              type,
              from: this.#origin(made, type, inode),
              inode,
            } as const,
          ]),
    ];
  }

  #move(arrival: Arrival, type: NamespaceType, inode: number): readonly NamespaceEvent[] {
    const from = this.#origin(arrival, type, inode);
    if (from === null || this.#isAtHome(arrival, type, inode)) return [];
    return [{ kind: "namespace-moved", process: arrival.process, type, from, inode }];
  }

  /**
   * The namespace that a process was in before; of one that was born since, its parent's.
   *
   * @returns `null` when its parent is, or was when it forked, in this very namespace.
   */
  #origin({ process, before }: Arrival, type: NamespaceType, inode: number): number | null {
    if (before !== null) return before.namespaces[type];
    const samples = [this.#previous, this.#sample];
    const origins = samples.flatMap((sample) => namespaceOf(sample, process.parentPid, type) ?? []);
    return origins.includes(inode) ? null : (origins[0] ?? null);
  }

  /**
   * Whether a process that joined a namespace belongs there: `docker exec` puts it into its container's cgroup as
   * well, and an orphan, whose parent is init by now, is where those are that it was forked among.
   */
  #isAtHome({ process, before }: Arrival, type: NamespaceType, inode: number): boolean {
    const isContainers = process.cgroup?.owner?.kind === "container";
    const isOrphan = before === null && process.parentPid === 1;
    if (!isContainers && !isOrphan) return false;
    return this.#previous.processes.some(
      (other) =>
        other.namespaces[type] === inode &&
        isSameCgroup(other, process) &&
        (isContainers ||
          NAMESPACE_TYPES.every((each) => other.namespaces[each] === process.namespaces[each])),
    );
  }

  /**
   * Whether a namespace of which nobody is left has been handed on to orphans. Inode numbers are reused at once, so
   * that otherwise the same number is another namespace.
   */
  #isCarriedOn({ arrivals, leavers }: Turnover): boolean {
    return arrivals.some(({ process, before }) => {
      const hasNewParent = processWithPid(this.#previous, process.parentPid) === null;
      if (before !== null || hasNewParent) return false;
      return leavers.some(
        (leaver) =>
          isSameCgroup(leaver, process) &&
          (process.parentPid === 1 || process.parentPid !== leaver.parentPid),
      );
    });
  }
}

/** The namespace of a process; init is in the host's by definition, even where it may not be looked at. */
function namespaceOf(sample: NamespaceSample, pid: number, type: NamespaceType): number | null {
  const known = processWithPid(sample, pid)?.namespaces[type] ?? null;
  return known ?? (pid === INIT_PID ? sample.hostNamespaces[type] : null);
}

/** In the cgroup of the same container; outside of containers, in the same cgroup. */
function isSameCgroup({ cgroup: a }: ProcessSample, { cgroup: b }: ProcessSample): boolean {
  return a !== null && b !== null && ownPath(a) === ownPath(b);
}

function ownPath({ owner, path }: NonNullable<ProcessSample["cgroup"]>): string {
  return owner?.kind === "container" ? owner.path : path;
}
