import { readdirSync } from "node:fs";
import path from "node:path";
import { parseCgroupProcs } from "../cgroupfs/cgroup-procs.ts";
import type { LevelPlace } from "../collector/cgroup-facts.ts";
import { cgroupDirectory, readCgroupMounts } from "../collector/cgroup-mounts.ts";
import { cgroupPlaces } from "../collector/cgroup-places.ts";
import { IssueLog } from "../collector/issue-log.ts";
import { readProcessCgroup, UNIFIED } from "../collector/read-process-cgroup.ts";
import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure, readFailure } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";
import type { Group } from "../model/snapshot.ts";
import { parsePidCgroup } from "../procfs/pid-cgroup.ts";
import type { FreezerCgroup } from "./freezer-file.ts";
import { lookAgain } from "./process-look.ts";

/** So many cgroups below one are looked into. */
const MAX_DIRECTORIES = 200;

/** A group's own cgroup, and those around it up to the root, innermost first. */
export type OwnLevels = readonly [LevelPlace, ...LevelPlace[]];

/** Where a group is frozen; one that cannot be has a reason, as the end of a sentence that begins with its name. */
export type FreezerPlace =
  | { readonly levels: OwnLevels; readonly others: readonly OwnLevels[] }
  | { readonly reason: string };

/**
 * Finds the cgroup that is wholly the group's, by its first process, which is checked to be the same still: what was shown of its
 * path may be altered to be fit for that. On a hybrid host it may be in either version; v1's freezer is the one that engines use.
 *
 * @throws {import("../host/read-failure.ts").ReadFailure}
 */
export function findFreezer(reader: HostReader, group: Group): FreezerPlace {
  const { kind, leaderPid, leaderStartTicks } = group;
  if (kind !== "container" && kind !== "service") {
    return { reason: "has no cgroup of its own: only containers and services can be frozen" };
  }
  if (leaderPid === null || leaderStartTicks === null) return { reason: "has no process" };
  const leader = { pid: leaderPid, startTicks: leaderStartTicks };
  const issues = new IssueLog();
  const mounts = readCgroupMounts(reader, issues);
  const cgroup = readProcessCgroup(reader, issues, leaderPid, () => undefined);
  // After its cgroup was read: a pid that was another's by then does not pass.
  if (typeof lookAgain(reader, leader) === "string") return { reason: "has ended, or was restarted" };
  const ownPath = cgroup?.membership.owner?.path ?? null;
  if (cgroup === null || ownPath === null || visible(ownPath) !== group.cgroupPath) {
    return { reason: "is in another cgroup by now" };
  }
  const placesOf = cgroupPlaces(mounts, cgroup);
  const [levels, ...others] = ["freezer", UNIFIED]
    .filter((controller) => mounts.hierarchies.has(controller))
    .flatMap((controller) => ownLevels(placesOf(controller)) ?? []);
  return levels === undefined
    ? {
        reason:
          "has no cgroup of its own that could be frozen: this host has neither a v1 freezer nor v2 for it",
      }
    : { levels, others };
}

/** As a list of one, which is not taken apart; `null` where the innermost cgroup is not the group's own. */
function ownLevels(places: readonly LevelPlace[]): readonly OwnLevels[] | null {
  const [own, ...around] = places;
  return own?.isOwn ? [[own, ...around]] : null;
}

/** Whether one of the processes is in the cgroup or below it. */
export function holdsAny(reader: HostReader, [own]: OwnLevels, pids: readonly number[]): boolean {
  const issues = new IssueLog();
  const mounts = readCgroupMounts(reader, issues);
  return pids.some((pid) => {
    const cgroup = readProcessCgroup(reader, issues, pid, () => undefined);
    const line = parsePidCgroup(cgroup?.text ?? "").find(({ hierarchyId, controllers }) =>
      own.version === "v2" ? hierarchyId === 0 : controllers.includes("freezer"),
    );
    const controller = own.version === "v2" ? UNIFIED : "freezer";
    const directory = line === undefined ? null : cgroupDirectory(mounts, controller, line.path);
    return directory !== null && `${directory}/`.startsWith(`${own.directory}/`);
  });
}

/** The cgroup that a directory is; `null` where it is not below the mounted hierarchy of a freezer, the root being none. */
export function cgroupAt(reader: HostReader, directory: string): FreezerCgroup | null {
  const mounts = readCgroupMounts(reader, new IssueLog());
  for (const [controller, version] of [
    ["freezer", "v1"],
    [UNIFIED, "v2"],
  ] as const) {
    const root = cgroupDirectory(mounts, controller, mounts.hierarchies.get(controller)?.root ?? "/");
    const isBelow =
      root !== null && directory.startsWith(`${root}/`) && path.normalize(directory) === directory;
    if (isBelow) return { directory, version };
  }
  return null;
}

/** Pids of the processes in a cgroup and those below it, of as many as are worth a look. */
export function pidsBelow(reader: HostReader, directory: string): readonly number[] {
  const pids: number[] = [];
  const directories = [directory];
  for (const here of directories) {
    try {
      pids.push(...parseCgroupProcs(reader.readText(`${here}/cgroup.procs`)));
      if (directories.length < MAX_DIRECTORIES) directories.push(...childDirectories(reader, here));
    } catch (error) {
      // A cgroup may go while it is looked at, and a threaded one lists no processes.
      if (!(error instanceof ReadFailure)) throw error;
    }
  }
  return pids;
}

function childDirectories(reader: HostReader, directory: string): readonly string[] {
  try {
    return readdirSync(reader.root + directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${directory}/${name}`);
  } catch (error) {
    throw readFailure(error, directory);
  }
}
