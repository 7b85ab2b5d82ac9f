import type { HostReader } from "../host/host-reader.ts";
import { type CgroupSubsystem, parseCgroups } from "../procfs/cgroups.ts";
import { isAtLeast, type KernelVersion, parseKernelRelease } from "../procfs/kernel-release.ts";
import { words } from "../procfs/lines.ts";
import { type MountInfo, parseMountinfo } from "../procfs/mountinfo.ts";
import { attemptParse, attemptRead, parseWhole } from "./attempt-read.ts";
import type { ControlGroupFacts, ControllerFacts } from "./doctor-facts.ts";

/** In v2 their work is a part of `cpu`, and of every cgroup. */
const V1_ONLY: ReadonlySet<string> = new Set(["cpuacct"]);

/** In v2 no controller: `cgroup.freeze` is in every cgroup from this kernel on. */
const FREEZE_IN_V2: KernelVersion = [5, 2];

const CONTROLLERS = ["cpu", "cpuacct", "cpuset", "memory", "pids", "io", "freezer"] as const;

/** A v2 hierarchy as it is mounted. */
interface Unified {
  readonly mount: MountInfo;
  /** What its topmost cgroup has. */
  readonly available: readonly string[];
  /** What the cgroups below that have. */
  readonly handedDown: readonly string[];
}

/** Finds where each controller that nstop reads lives. */
export async function probeControlGroups(reader: HostReader): Promise<ControlGroupFacts> {
  const mounts = parseWhole(reader, "/proc/self/mountinfo", parseMountinfo) ?? [];
  const subsystems = await attemptParse(reader, "/proc/cgroups", parseCgroups);
  const kernel = await attemptParse(reader, "/proc/sys/kernel/osrelease", parseKernelRelease);
  const v1 = mounts.filter(({ fsType }) => fsType === "cgroup");
  const unified = await readUnified(reader, mounts);
  const controllers = CONTROLLERS.map((name) => controllerFacts(name, { v1, unified, subsystems, kernel }));
  const some = controllers.find(({ home }) => home !== null)?.home ?? null;
  const top = [...v1, ...(unified === null ? [] : [unified.mount])].find(
    ({ mountPoint }) => mountPoint === some?.mountPoint,
  );
  return {
    version: versionOf(v1, unified),
    // What v2 does itself is not missed in a host that has a `cpu` there.
    controllers: controllers.filter(({ name, home }) => home !== null || !isInUnified(name, unified)),
    isWholeTree: top === undefined ? null : await isTopOfTree(reader, top),
    mountedRoot: top?.root ?? null,
  };
}

function versionOf(v1: readonly MountInfo[], unified: Unified | null): ControlGroupFacts["version"] {
  if (v1.some(({ superOptions }) => superOptions.some((option) => v1Name(option) !== null)))
    return unified === null ? "v1" : "hybrid";
  return unified === null ? null : "v2";
}

interface Hierarchies {
  readonly v1: readonly MountInfo[];
  readonly unified: Unified | null;
  readonly subsystems: readonly CgroupSubsystem[] | null;
  readonly kernel: KernelVersion | null;
}

function controllerFacts(name: ControllerFacts["name"], hierarchies: Hierarchies): ControllerFacts {
  const { v1, unified, subsystems, kernel } = hierarchies;
  const inV1 = v1.find(({ superOptions }) => superOptions.some((option) => v1Name(option) === name));
  const isInV2 = name === "freezer" ? hasFreeze(unified, kernel) : unified?.available.includes(name) === true;
  const inV2 = isInV2 ? unified?.mount : undefined;
  const home = inV1 ?? inV2;
  return {
    name,
    home:
      home === undefined ? null : { version: inV1 === undefined ? "v2" : "v1", mountPoint: home.mountPoint },
    isWithheld:
      inV1 === undefined && isInV2 && name !== "freezer" && unified?.handedDown.includes(name) === false,
    inKernel: isInV2 ? "enabled" : inKernel(name, subsystems),
  };
}

function hasFreeze(unified: Unified | null, kernel: KernelVersion | null): boolean {
  return unified !== null && kernel !== null && isAtLeast(kernel, FREEZE_IN_V2);
}

function isInUnified(name: string, unified: Unified | null): boolean {
  return V1_ONLY.has(name) && unified?.available.includes("cpu") === true;
}

/** The controller that a v1 mount's option names; `null` for what nstop does not read. */
function v1Name(option: string): ControllerFacts["name"] | null {
  return CONTROLLERS.find((name) => option === (name === "io" ? "blkio" : name)) ?? null;
}

function inKernel(
  name: ControllerFacts["name"],
  subsystems: readonly CgroupSubsystem[] | null,
): ControllerFacts["inKernel"] {
  if (subsystems === null) return null;
  const found = subsystems.find((subsystem) => v1Name(subsystem.name) === name);
  if (found === undefined) return "absent";
  return found.enabled ? "enabled" : "disabled";
}

async function readUnified(reader: HostReader, mounts: readonly MountInfo[]): Promise<Unified | null> {
  const mount = mounts.find(({ fsType }) => fsType === "cgroup2");
  if (mount === undefined) return null;
  const read = async (file: string) =>
    (await attemptParse(reader, `${mount.mountPoint}/${file}`, (text) => words(text.trim()))) ?? [];
  const available = await read("cgroup.controllers");
  return { mount, available, handedDown: await read("cgroup.subtree_control") };
}

/**
 * Whether a hierarchy is mounted from its top: in a cgroup namespace every mount says that its root is `/`. v1 has
 * `release_agent` at its top only, v2 has `cgroup.type` everywhere else.
 */
async function isTopOfTree(
  reader: HostReader,
  { fsType, mountPoint, root }: MountInfo,
): Promise<boolean | null> {
  if (root !== "/") return false;
  const file = fsType === "cgroup2" ? "cgroup.type" : "release_agent";
  const { outcome } = await attemptRead(reader, `${mountPoint}/${file}`);
  if (outcome === "hangs" || outcome === "failed") return null;
  return (outcome === "gone") === (fsType === "cgroup2");
}
