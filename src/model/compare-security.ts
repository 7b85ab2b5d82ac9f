import type { SecurityFacts } from "../collector/detail-sample.ts";
import type { ContainerSettings, EngineContainer } from "../engines/engine.ts";
import { capabilityNames } from "../procfs/capability.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import {
  capabilitySettingText,
  configuredCapabilities,
  missingCapabilities,
} from "./default-capabilities.ts";
import type { SecurityComparison, SecurityView } from "./detail.ts";
import type { Group } from "./snapshot.ts";

/** What is known of a group's confinement from both sides. */
export interface SecurityInput {
  readonly facts: SecurityFacts;
  readonly view: Omit<SecurityView, "comparison">;
  readonly group: Group;
  /** `null` where no engine knows the container, or has only listed it. */
  readonly container: (EngineContainer & { readonly settings: ContainerSettings }) | null;
  /** Every capability of this host; `null` where that is not known. */
  readonly allCapabilities: readonly string[] | null;
}

/**
 * One row for each thing that confines: what the engine was told beside what the kernel does. A row differs only where
 * both are known and cannot both be true.
 */
export function compareSecurity(input: SecurityInput): readonly SecurityComparison[] {
  return [
    privileged(input),
    capabilities(input),
    seccomp(input),
    noNewPrivileges(input),
    securityModule(input),
    userNamespace(input),
    ...NAMESPACE_MODES.map(([type, mode]) => namespaceMode(type, mode, input)),
    rootFileSystem(input),
    ...mounts(input),
  ];
}

/** Which setting says what becomes of each namespace. */
const NAMESPACE_MODES = [
  ["pid", "pidMode"],
  ["ipc", "ipcMode"],
  ["uts", "utsMode"],
  ["net", "networkMode"],
  ["cgroup", "cgroupnsMode"],
] as const satisfies readonly (readonly [NamespaceType, keyof ContainerSettings])[];

function compared(what: string, configured: string | null, actual: string | null): SecurityComparison {
  return {
    what,
    configured,
    actual,
    differs: configured !== null && actual !== null && configured !== actual,
  };
}

function privileged({ facts, container, view }: SecurityInput): SecurityComparison {
  const actual = view.capabilities && hasEverything(facts);
  return compared("privileged", yesOrNo(container?.settings.privileged ?? null), yesOrNo(actual));
}

/** What privileged comes to: nothing that the host has is held back. `null` where that is not known. */
export function hasEverything({ capabilityMasks, hostBoundingMask, seccomp }: SecurityFacts): boolean | null {
  const bounding = capabilityMasks?.["Bnd"];
  if (bounding === undefined || hostBoundingMask === null || seccomp === null) return null;
  const missing = missingCapabilities(capabilityNames(hostBoundingMask), capabilityNames(bounding));
  return missing.length === 0 && seccomp === 0;
}

/** The bounding set: a process that is not root has none in force, and could still gain these. */
function capabilities({ container, view, allCapabilities }: SecurityInput): SecurityComparison {
  const what = "capabilities";
  const actual = view.capabilities?.bounding ?? null;
  const howMany = actual && `${actual.length} of ${allCapabilities?.length ?? "?"}`;
  if (container === null) return compared(what, null, howMany);
  const { settings, engine } = container;
  const configured = capabilitySettingText(settings);
  const wanted = allCapabilities && configuredCapabilities(settings, engine, allCapabilities);
  if (wanted === null || actual === null) return { what, configured, actual: howMany, differs: false };
  const more = actual.filter((name) => !wanted.includes(name));
  const less = missingCapabilities(wanted, actual);
  const differs = more.length + less.length > 0;
  const difference = [
    more.length > 0 && `also ${more.join(" ")}`,
    less.length > 0 && `but not ${less.join(" ")}`,
  ].filter(Boolean);
  return { what, configured, actual: [howMany, ...difference].join(", "), differs };
}

function seccomp({ container, view }: SecurityInput): SecurityComparison {
  const configured = container && (isUnfiltered(container.settings) ? "off" : "filter");
  return compared("seccomp", configured, view.seccomp);
}

function isUnfiltered({ privileged: all, securityOpt }: ContainerSettings): boolean {
  return all || securityOpt.some((option) => /^seccomp[=:]unconfined$/.test(option));
}

function noNewPrivileges({ container, view }: SecurityInput): SecurityComparison {
  const isSet = container?.settings.securityOpt.some((option) =>
    /^no-new-privileges([=:]true)?$/.test(option),
  );
  return compared("no new privileges", yesOrNo(isSet ?? null), yesOrNo(view.noNewPrivileges));
}

/** The kernel says `docker-default (enforce)` where the engine says `docker-default`. */
function securityModule({ container, view }: SecurityInput): SecurityComparison {
  const configured = container?.settings.lsmProfile ?? null;
  const actual = view.lsm;
  const agrees = configured === actual || actual?.replace(/ \(.*\)$/, "") === configured;
  return { what: "security module", configured, actual, differs: configured !== null && !agrees };
}

function userNamespace({ container, facts, view }: SecurityInput): SecurityComparison {
  const mode = container?.settings.usernsMode ?? null;
  const configured = mode === null ? null : mode === "host" ? HOSTS : "own";
  const root = facts.uidMap?.find(({ inside, length }) => inside === 0 && length > 0);
  const actual =
    view.userNamespaced === null
      ? null
      : !view.userNamespaced
        ? "root inside is root outside"
        : root === undefined
          ? "root inside is nobody outside"
          : `root inside is uid ${root.outside} outside`;
  const differs =
    configured !== null && view.userNamespaced !== null && (configured === HOSTS) === view.userNamespaced;
  return { what: "user namespace", configured, actual, differs };
}

const HOSTS = "the host's";

/** The engine's default is a namespace of its own, but for the cgroup namespace, where it depends on the host. */
function namespaceMode(
  type: NamespaceType,
  mode: (typeof NAMESPACE_MODES)[number][1],
  { container, group }: SecurityInput,
): SecurityComparison {
  const what = `${type} namespace`;
  const { sharedWithHost, sharedWith } = group.namespaces[type];
  const actual =
    sharedWithHost === null ? null : sharedWithHost ? HOSTS : sharedWith.length > 0 ? "shared" : "own";
  const configured = container && modeText(type, container.settings[mode]);
  // Others may have joined one that is its own.
  const differs = configured !== null && actual !== null && (configured === HOSTS) !== (actual === HOSTS);
  return { what, configured, actual, differs };
}

function modeText(type: NamespaceType, mode: string | null): string | null {
  if (mode === "host") return HOSTS;
  if (mode?.startsWith("container:")) return `that of ${mode.slice("container:".length).slice(0, 12)}`;
  return mode === null && type === "cgroup" ? null : "own";
}

function rootFileSystem({ container, facts }: SecurityInput): SecurityComparison {
  const root = facts.mounts?.find(({ mountPoint }) => mountPoint === "/");
  const configured = container && access(!container.settings.readonlyRootfs);
  return compared("root file system", configured, root === undefined ? null : access(root.writable));
}

/** What was mounted last at a place is what is seen there. */
function mounts({ container, facts, view }: SecurityInput): readonly SecurityComparison[] {
  if (container === null) return [];
  const told = container.settings.mounts.map(({ source, destination, writable }) => {
    const now = facts.mounts?.findLast(({ mountPoint }) => mountPoint === destination);
    const actual = facts.mounts === null ? null : now === undefined ? "not mounted" : access(now.writable);
    const what = `mount ${destination}${source === null ? "" : ` of ${source}`}`;
    return compared(what, access(writable), actual);
  });
  const places = new Set(container.settings.mounts.map(({ destination }) => destination));
  // With the host's ipc namespace comes its shared memory.
  if (container.settings.ipcMode === "host") places.add("/dev/shm");
  const others = (view.hostMounts ?? []).filter(({ mountPoint }) => !places.has(mountPoint));
  const untold = others.map(({ source, mountPoint, writable }) => ({
    what: `mount ${mountPoint} of ${source}`,
    configured: "not mounted",
    actual: access(writable),
    differs: true,
  }));
  return [...told, ...untold];
}

function access(writable: boolean): string {
  return writable ? "writable" : "read-only";
}

function yesOrNo(value: boolean | null): string | null {
  return value === null ? null : value ? "yes" : "no";
}
