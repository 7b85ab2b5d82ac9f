import type { ContainerMount, EngineContainer, EngineReport } from "../engines/engine.ts";
import { isSameValue } from "../host/same-value.ts";
import type { NamespaceType, PerNamespace } from "../procfs/namespace-link.ts";
import { type ExposedMounts, exposedMounts } from "./exposed-mounts.ts";
import type { LedGroup } from "./led-group.ts";
import type { Evidence, Finding } from "./snapshot.ts";

/** A type that a container may share with the host on purpose, and why that matters. */
const SHARED_WITH_HOST = {
  pid: "It shares the host's pid namespace: it sees every process of the host, and its root can signal them and read their memory as far as its capabilities go.",
  net: "It shares the host's network: it reaches services that listen on the loopback only, and its open ports are the host's.",
  ipc: "It shares the host's ipc namespace: it can read and write shared memory of the host's processes.",
} as const;

const SHARED_TYPES = ["pid", "net", "ipc"] as const;

/** Findings of containers, and what they were made of. */
export interface ContainerFindings {
  /** Of all of them; the same list as in the sample before where that says the same. */
  readonly findings: readonly Finding[];
  readonly groups: readonly LedGroup[];
  /** By id of the group. */
  readonly byId: ReadonlyMap<string, { readonly group: LedGroup; readonly findings: readonly Finding[] }>;
  readonly hostNamespaces: PerNamespace<number | null>;
  readonly engines: readonly EngineReport[];
}

/**
 * Finds what each container was given of the host.
 *
 * @param past - Of the sample before: where the same is found of a container, the list is the same.
 */
export function findingsOfContainers(
  groups: readonly LedGroup[],
  hostNamespaces: PerNamespace<number | null>,
  engines: readonly EngineReport[],
  past: ContainerFindings | null,
): ContainerFindings {
  const isSameHost = past?.hostNamespaces === hostNamespaces && past.engines === engines;
  if (isSameHost && past.groups === groups) return past;
  const byId = new Map<string, { group: LedGroup; findings: readonly Finding[] }>();
  for (const group of groups) {
    if (group.kind !== "container") continue;
    const before = past?.byId.get(group.id);
    if (isSameHost && before?.group === group) byId.set(group.id, before);
    else {
      const findings = containerFindings(group, hostNamespaces, engines);
      byId.set(group.id, { group, findings: before ? sameOr(before.findings, findings) : findings });
    }
  }
  const findings = Array.from(byId.values()).flatMap((each) => each.findings);
  return {
    findings: past ? sameOr(past.findings, findings) : findings,
    groups,
    byId,
    hostNamespaces,
    engines,
  };
}

/** The findings of before where those of now say the same. */
export function sameOr(before: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  return isSameValue(before, now) ? before : now;
}

/** What a container was given of the host: by what the kernel says of its leader, and by what its engine was told. */
function containerFindings(
  group: LedGroup,
  hostNamespaces: PerNamespace<number | null>,
  engines: readonly EngineReport[],
): readonly Finding[] {
  const shared = sharingFindings(group, hostNamespaces);
  const { container } = group;
  const settings = container?.settings ?? null;
  if (container === null || settings === null) return shared;
  const exposed = exposedMounts(settings, engines);
  return [
    ...shared,
    ...(settings.privileged ? [privileged(group.id, container)] : []),
    ...engineSocketFindings(group.id, container, exposed),
    ...hostRootFindings(group.id, container, exposed),
    ...systemFindings(group, container, exposed, hostNamespaces),
  ];
}

/** Where a person finds what an engine was told. */
export function inspectPath({ engine, name }: EngineContainer, field: string): string {
  return `${engine} inspect ${name}: ${field}`;
}

function sharingFindings(
  { id, leader, namespaces }: LedGroup,
  hostNamespaces: PerNamespace<number | null>,
): readonly Finding[] {
  if (leader === null || namespaces === null) return [];
  return SHARED_TYPES.flatMap((type) => {
    const inode = namespaces[type];
    if (inode === null || inode !== hostNamespaces[type]) return [];
    return {
      code: `host-${type}`,
      groupId: id,
      pid: null,
      sentence: SHARED_WITH_HOST[type],
      evidence: sameNamespace(leader.pid, type, inode),
    };
  });
}

function privileged(groupId: string, container: EngineContainer): Finding {
  return {
    code: "privileged",
    groupId,
    pid: null,
    sentence:
      "It is privileged: it has every capability and device and no seccomp filter, so its root can become the host's.",
    evidence: [{ path: inspectPath(container, "HostConfig.Privileged"), value: "true" }],
  };
}

function engineSocketFindings(
  groupId: string,
  container: EngineContainer,
  { engineSocket }: ExposedMounts,
): readonly Finding[] {
  if (engineSocket === null) return [];
  const sentence = `The engine's socket is mounted at ${engineSocket.destination}: whoever can connect to it there can start a privileged container, and so become root of the host, even where the mount is read-only.`;
  const evidence = [mountEvidence(container, engineSocket)];
  return [{ code: "engine-socket-mounted", groupId, pid: null, sentence, evidence }];
}

function hostRootFindings(
  groupId: string,
  container: EngineContainer,
  { hostRoot }: ExposedMounts,
): readonly Finding[] {
  if (hostRoot === null) return [];
  const sentence = `The host's root directory is mounted writable at ${hostRoot.destination}: it can change any file of the host.`;
  const evidence = [mountEvidence(container, hostRoot)];
  return [{ code: "host-root-mounted", groupId, pid: null, sentence, evidence }];
}

/**
 * That root inside is root outside is so in every container of an ordinary Docker, and no finding by itself: it becomes
 * one where the files that the host's root lives by can be written. In the host's user namespace every id inside is the
 * same id outside.
 */
function systemFindings(
  { id, leader, namespaces }: LedGroup,
  container: EngineContainer,
  { systemDirectories }: ExposedMounts,
  hostNamespaces: PerNamespace<number | null>,
): readonly Finding[] {
  const user = namespaces?.user ?? null;
  if (leader === null || systemDirectories.length === 0) return [];
  if (user === null || user !== hostNamespaces.user) return [];
  const sources = systemDirectories.map(({ source }) => source).join(", ");
  return [
    {
      code: "root-is-host-root",
      groupId: id,
      pid: null,
      sentence: `Its root is the host's root, and it may write the host's ${sources}: what it changes there, the host's own programs use.`,
      evidence: [
        ...systemDirectories.map((mount) => mountEvidence(container, mount)),
        ...sameNamespace(leader.pid, "user", user),
      ],
    },
  ];
}

function mountEvidence(
  container: EngineContainer,
  { source, destination, writable }: ContainerMount,
): Evidence {
  const value = `${source} -> ${destination} ${writable ? "rw" : "ro"}`;
  return { path: inspectPath(container, "Mounts"), value };
}

/** The leader's link and that of pid 1, which are the same. */
function sameNamespace(leaderPid: number, type: NamespaceType, inode: number): readonly Evidence[] {
  const value = `${type}:[${inode}]`;
  return [leaderPid, 1].map((pid) => ({ path: `/proc/${pid}/ns/${type}`, value }));
}
