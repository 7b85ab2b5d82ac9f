import type { ProcessSample } from "../collector/sample.ts";
import { visible } from "../host/text.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { fullName } from "./full-name.ts";
import { nearNames } from "./near-names.ts";
import type { Group, Snapshot, Target } from "./snapshot.ts";

/** The highest pid that Linux gives out: a longer row of digits is an id's beginning. */
const MAX_PID = 4_194_304;

/** Names named in a message at most. */
const MAX_NAMED = 4;

/** Why a text means no target, and what to do: one line. Names in it are as the host chose them. */
export interface UnresolvedTarget {
  readonly error: string;
}

/** Looks for a meaning; `null` when there is none. */
type Meaning = (text: string, snapshot: Snapshot, processes: Processes) => Target | UnresolvedTarget | null;
type Processes = readonly ProcessSample[] | null;

/**
 * What a person means by `text`: `TYPE:INODE`, a group's id or name, a container's id or the beginning of it
 * that no other has, or a pid.
 *
 * @param processes Those of the snapshot's sample. Without them a pid and a namespace are taken as they are.
 */
export function resolveTarget(
  text: string,
  snapshot: Snapshot,
  processes: Processes = null,
): Target | UnresolvedTarget {
  for (const meaning of MEANINGS) {
    const found = meaning(text, snapshot, processes);
    if (found !== null) return found;
  }
  return {
    error: `no group, container or process is called ${JSON.stringify(text)}; ${adviceFor(text, snapshot)}`,
  };
}

const MEANINGS: readonly Meaning[] = [asNamespace, asGroupId, asName, asPid, asIdPrefix];

function asNamespace(
  text: string,
  _snapshot: Snapshot,
  processes: Processes,
): Target | UnresolvedTarget | null {
  const match = /^([a-z]+):\[?(\d+)\]?$/.exec(text);
  const type = NAMESPACE_TYPES.find((name) => name === match?.[1]);
  if (type === undefined) return null;
  const inode = Number(match?.[2]);
  if (processes === null || isLivedIn(type, inode, processes)) return { kind: "namespace", type, inode };
  return { error: `no process is in ${type}:${inode}; "lsns -t ${type}" lists the namespaces of that type` };
}

function asGroupId(text: string, { groups }: Snapshot): Target | UnresolvedTarget | null {
  const sameId = groups.filter(({ id }) => id === text);
  const found = sameId.length > 0 ? sameId : groups.filter(({ containerId }) => containerId === text);
  return oneOf(found, text);
}

function asName(text: string, { groups }: Snapshot): Target | UnresolvedTarget | null {
  // A name that holds control characters is typed as it is shown.
  return oneOf(
    groups.filter((group) => namesOf(group).some((name) => name === text || visible(name) === text)),
    text,
  );
}

/** In a pod `web`, `shop-7f9c/web` and `default/shop-7f9c/web` all mean it. */
function namesOf(group: Group): readonly string[] {
  const { name, pod } = group;
  return pod === null ? [name] : [name, fullName(group), `${pod.namespace}/${fullName(group)}`];
}

function asPid(text: string, _snapshot: Snapshot, processes: Processes): Target | null {
  const pid = /^[1-9]\d*$/.test(text) ? Number(text) : Infinity;
  if (pid > MAX_PID) return null;
  if (processes?.some((process) => process.pid === pid) === false) return null;
  return { kind: "process", pid };
}

function asIdPrefix(text: string, { groups }: Snapshot): Target | UnresolvedTarget | null {
  if (!/^[0-9a-f]+$/.test(text)) return null;
  return oneOf(
    groups.filter(({ containerId }) => containerId?.startsWith(text)),
    text,
  );
}

function oneOf(groups: readonly Group[], text: string): Target | UnresolvedTarget | null {
  const [first, ...others] = groups;
  if (first === undefined) return null;
  if (others.length === 0) return { kind: "group", groupId: first.id };
  const named = groups.slice(0, MAX_NAMED).map(({ id, name }) => (name === text ? id : `${name} (${id})`));
  const more = groups.length > MAX_NAMED ? `, and ${groups.length - MAX_NAMED} more` : "";
  return {
    error: `${JSON.stringify(text)} may be any of ${named.join(", ")}${more}; give one's whole id`,
  };
}

function isLivedIn(type: NamespaceType, inode: number, processes: readonly ProcessSample[]): boolean {
  return processes.some(({ namespaces }) => namespaces[type] === inode);
}

/** While an engine does not answer, its containers may be known by their ids only. */
function adviceFor(text: string, { engines, groups }: Snapshot): string {
  const silent = engines.filter(({ state }) => state !== "connected").map(({ name }) => name);
  if (silent.length > 0) {
    return `${silent.join(" and ")} did not answer, so names may be missing: give an id as "nstop list" shows it`;
  }
  const near = nearNames(text, groups.flatMap(namesOf));
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : '"nstop list" shows what there is';
}
