import type { ProcessSample } from "../collector/sample.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { inspectPath } from "./container-findings.ts";
import type { Misplaced } from "./find-suspects.ts";
import type { Evidence, Finding } from "./snapshot.ts";

/** What is known of processes when findings about them are put in words. */
export interface ProcessFacts {
  readonly byPid: () => ReadonlyMap<number, ProcessSample>;
  /** Names of the groups, by id. */
  readonly nameOf: (groupId: string) => string;
  /** Whether the container's engine says that it started the process; `null` while it has not said. */
  readonly isExec: (pid: number) => boolean | null;
}

/** How far up the ancestors of a process are named. */
const MAX_ANCESTORS = 4;

/**
 * What there is to say of a process that is not where it belongs.
 *
 * @returns `null` where it is where it belongs after all, or where that is not known yet.
 */
export function processFinding(misplaced: Misplaced, facts: ProcessFacts): Finding | null {
  const { kind, process, container } = misplaced;
  if (kind === "came-in" && facts.isExec(process.pid) !== false) return null;
  const { code, sentence } = judged(misplaced, facts);
  return {
    code,
    groupId: container.id,
    pid: process.pid,
    sentence,
    evidence: evidenceOf(misplaced),
  };
}

function judged(misplaced: Misplaced, facts: ProcessFacts): Pick<Finding, "code" | "sentence"> {
  const { kind, process, container, types } = misplaced;
  const who = `${process.comm} (pid ${process.pid}${ancestry(process, facts)})`;
  const where = facts.nameOf(container.id);
  if (kind === "came-in") {
    return {
      code: "intruder",
      sentence: `${who} is in the cgroup and the namespaces of ${where}, but neither its first process nor its engine started it: somebody put it there from outside.`,
    };
  }
  if (kind === "outside-cgroup") return outsideCgroup(misplaced, who, where, facts);
  if (kind === "other-namespaces") {
    return {
      code: "other-container",
      sentence: `${who} is in the cgroup of ${where}, but in the ${list(types)} of another container, where it can act as one of that container's processes.`,
    };
  }
  return comesFromInside(misplaced, facts)
    ? {
        code: "escaped-process",
        sentence: `${who} comes from inside ${where}, but is in the host's ${list(types)}, which ${where} is kept out of: it has left its container.`,
      }
    : {
        code: "foreign-process",
        sentence: `${who} is in the cgroup of ${where}, but in the host's ${list(types)}: it is counted and limited as the container's, but not confined as they are.`,
      };
}

function outsideCgroup(
  misplaced: Misplaced,
  who: string,
  where: string,
  facts: ProcessFacts,
): Pick<Finding, "code" | "sentence"> {
  const types = list(misplaced.types);
  if (comesFromInside(misplaced, facts)) {
    return {
      code: "left-cgroup",
      sentence: `${who} comes from inside ${where} and is in its ${types}, but has left its cgroup: the container's limits no longer hold for it.`,
    };
  }
  return {
    code: "entered-namespaces",
    sentence: `${who} has entered the ${types} of ${where} from outside, as nsenter does: it acts inside, but is not in the container's cgroup, and neither counted nor limited with it.`,
  };
}

/** Whether a process of the container is among its ancestors. */
function comesFromInside({ process, container }: Misplaced, { byPid }: ProcessFacts): boolean {
  const pids = new Set(container.processes.map(({ pid }) => pid));
  return ancestorsOf(process, byPid()).some(({ pid }) => pids.has(pid));
}

/** Who started it, nearest first, as `, below nsenter 7 < bash 6`; empty where its parent is not to be seen. */
function ancestry(process: ProcessSample, { byPid }: ProcessFacts): string {
  const ancestors = ancestorsOf(process, byPid());
  const named = ancestors.slice(0, MAX_ANCESTORS).map(({ comm, pid }) => `${comm} ${pid}`);
  if (ancestors.length > MAX_ANCESTORS) named.push("…");
  return named.length === 0 ? "" : `, below ${named.join(" < ")}`;
}

/** Nearest first. A pid that is its own ancestor, as in a damaged recording, ends the list. */
function ancestorsOf(
  process: ProcessSample,
  byPid: ReadonlyMap<number, ProcessSample>,
): readonly ProcessSample[] {
  const ancestors = new Set<ProcessSample>();
  let parent = byPid.get(process.parentPid);
  while (parent !== undefined && !ancestors.has(parent)) {
    ancestors.add(parent);
    parent = byPid.get(parent.parentPid);
  }
  return [...ancestors];
}

function evidenceOf({ kind, process, container, types }: Misplaced): readonly Evidence[] {
  const { pid } = process;
  const cgroup = { path: `/proc/${pid}/cgroup`, value: process.cgroup?.path ?? "not readable" };
  if (kind === "came-in") {
    return [
      cgroup,
      namespaceEvidence(process, "pid"),
      { path: `/proc/${pid}/stat`, value: `ppid ${process.parentPid}` },
      ...(container.container === null
        ? []
        : [{ path: inspectPath(container.container, "ExecIDs"), value: `no Pid ${pid}` }]),
    ];
  }
  const { leader } = container;
  return [
    cgroup,
    ...types.flatMap((type) => [
      namespaceEvidence(process, type),
      ...(leader === null ? [] : [namespaceEvidence(leader, type)]),
    ]),
  ];
}

function namespaceEvidence({ pid, namespaces }: ProcessSample, type: NamespaceType): Evidence {
  return { path: `/proc/${pid}/ns/${type}`, value: `${type}:[${namespaces[type]}]` };
}

/** As `mnt and net namespaces`. */
function list(types: readonly NamespaceType[]): string {
  const [last = "", ...others] = types.toReversed();
  const named = others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
  return `${named} ${types.length === 1 ? "namespace" : "namespaces"}`;
}
