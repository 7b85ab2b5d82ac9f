import type { OomKill, ProcessSample, Sample } from "../collector/sample.ts";
import type { EngineEvent } from "../engines/engine.ts";
import type { Derivation } from "./derive-snapshot.ts";
import type { HostEvent } from "./host-event.ts";
import { groupIdOfPid } from "./locate-target.ts";
import { type NamespaceEvent, namespaceEvents } from "./namespace-events.ts";
import { processWithPid } from "./process-with-pid.ts";
import { rfc3339 } from "./start-time.ts";

/** Further apart, the log and the engine tell of two kills. */
const SAME_KILL_MILLISECONDS = 10_000;

/** A sample, and what was made of it. */
export interface Look {
  readonly sample: Sample;
  readonly derivation: Derivation;
}

/** The group of a process or a container, as it was when something happened to it. */
export type EventGroup = Pick<HostEvent, "groupId" | "groupName">;

/**
 * What happened between two looks at the host: what processes did with namespaces, and what engines told.
 *
 * @param before Without one nothing has happened: what is there at the first look may have been there for ever.
 */
export function deriveEvents(now: Look, before: Look | null): readonly HostEvent[] {
  if (before === null) return [];
  const at = rfc3339(now.sample.takenAtMilliseconds) ?? "";
  return [
    ...newEngineEvents(now.sample, before.sample).map((event) => ofEngine(event, now, before)),
    ...namespaceEvents(now.sample, before.sample).map((event) => ofNamespace(event, at, now, before)),
  ];
}

/** The group that a process is in at a look. */
export function groupOfProcess(pid: number, { derivation }: Look): EventGroup {
  return groupWithId(groupIdOfPid(pid, derivation), derivation) ?? { groupId: null, groupName: null };
}

/** A process as sentences name it. */
export function processText({ comm, pid }: Pick<ProcessSample, "comm" | "pid">): string {
  return `${comm} (pid ${pid})`;
}

/** The engines keep what they told of late: what was there before is the same object. */
function newEngineEvents({ engines }: Sample, previous: Sample): readonly EngineEvent[] {
  if (engines.events === previous.engines.events) return [];
  const known = new Set(previous.engines.events);
  return engines.events.filter((event) => !known.has(event));
}

function ofNamespace(event: NamespaceEvent, at: string, now: Look, before: Look): HostEvent {
  const { kind, process, type, from, inode } = event;
  return {
    at,
    kind,
    pid: process.pid,
    comm: process.comm,
    type,
    from,
    to: inode,
    ...groupOfProcess(process.pid, kind === "namespace-emptied" ? before : now),
    sentence: namespaceSentence(event),
  };
}

function namespaceSentence({ kind, process, type, from, inode }: NamespaceEvent): string {
  const namespace = `${type}:${inode}`;
  switch (kind) {
    case "namespace-created":
      return `${namespace} appeared, made by ${processText(process)}`;
    case "namespace-moved":
      return `${processText(process)} moved from ${type}:${from} to ${namespace}`;
    case "namespace-emptied":
      return `${processText(process)} was the last process in ${namespace}`;
  }
}

function ofEngine(event: EngineEvent, now: Look, before: Look): HostEvent {
  const { containerId } = event;
  const kill = event.what === "oom" ? killOf(event, now.sample) : null;
  const pid = kill?.pid ?? pidOf(event, now, before);
  const process =
    pid === null ? null : (processWithPid(now.sample, pid) ?? processWithPid(before.sample, pid));
  return {
    at: event.at,
    kind: `container-${event.what}`,
    pid,
    comm: kill?.comm ?? process?.comm ?? null,
    type: null,
    from: null,
    to: null,
    ...groupOfContainer(event, now, before),
    sentence:
      engineSentence(event, containerId) + (kill === null ? "" : `: the kernel killed ${processText(kill)}`),
  };
}

/** Whom the kernel killed when an engine tells that a container ran out of memory: the last in it, if its log may be read. */
function killOf({ containerId, at }: EngineEvent, { oomKills }: Sample): OomKill | null {
  const kill = oomKills.findLast(({ cgroupPath }) => cgroupPath.includes(containerId));
  if (kill === undefined || Math.abs(kill.atMilliseconds - Date.parse(at)) > SAME_KILL_MILLISECONDS)
    return null;
  return kill;
}

/** Of what was run; else of the container's first process. */
function pidOf({ what, pid, containerId }: EngineEvent, now: Look, before: Look): number | null {
  if (what === "exec") return pid;
  const { engines } = (what === "started" ? now : before).sample;
  return engines.containers.get(containerId)?.pid ?? null;
}

function engineSentence({ what, name, exitCode, command, pid }: EngineEvent, id: string): string {
  const container = name ?? id.slice(0, 12);
  switch (what) {
    case "started":
      return `${container} started`;
    case "stopped":
      return exitCode === null ? `${container} stopped` : `${container} stopped with exit code ${exitCode}`;
    case "oom":
      return `${container} ran out of memory`;
    case "exec":
      return [
        `exec in ${container}`,
        pid === null ? "" : ` (pid ${pid})`,
        command === null ? "" : `: ${command}`,
      ].join("");
  }
}

/** One that has gone is known from the look before; one that has just come may be known to its engine alone. */
function groupOfContainer({ containerId, name }: EngineEvent, now: Look, before: Look): EventGroup {
  for (const { derivation } of [now, before]) {
    const { groups } = derivation.snapshot;
    // A cgroup that bears another container's id has an id of its own as a group.
    const group =
      groups.find(({ id }) => id === containerId) ?? groups.find((each) => each.containerId === containerId);
    if (group !== undefined) return { groupId: group.id, groupName: group.name };
  }
  return { groupId: containerId, groupName: name };
}

function groupWithId(groupId: string | null, { snapshot }: Derivation): EventGroup | null {
  const group = snapshot.groups.find(({ id }) => id === groupId);
  return group === undefined ? null : { groupId: group.id, groupName: group.name };
}
