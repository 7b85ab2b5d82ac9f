import { existsSync, globSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { parsePidCgroup } from "../../src/procfs/pid-cgroup.ts";

const ROOT = "/sys/fs/cgroup";

/** Whether one hierarchy has all controllers: else each has its own, as cgroup v1 mounts them. */
export const isV2: boolean = existsSync(`${ROOT}/cgroup.controllers`);

/** The directory of a process's cgroup, as the kernel says it now. */
export function cgroupDirectory(pid: number, controller: string): string {
  const lines = parsePidCgroup(readFileSync(`/proc/${pid}/cgroup`, "utf8"));
  const found = lines.find(({ hierarchyId, controllers }) =>
    isV2 ? hierarchyId === 0 : controllers.includes(controller),
  );
  if (found === undefined) throw new Error(`process ${pid} is in no cgroup of ${controller}`);
  return `${hierarchy(controller)}${found.path}`.replace(/\/$/, "");
}

/** The path of a cgroup below its hierarchy. */
export function cgroupPath(directory: string, controller: string): string {
  return directory.slice(hierarchy(controller).length);
}

/** What a file of a cgroup says, without its line end. */
export function cgroupText(directory: string, file: string): string {
  return readFileSync(`${directory}/${file}`, "utf8").trimEnd();
}

/** A number in a flat keyed file such as `cpu.stat`. */
export function cgroupNumber(directory: string, file: string, key: string): number {
  const found = new RegExp(`^${key} (\\d+)$`, "m").exec(cgroupText(directory, file));
  return Number(found?.[1] ?? Number.NaN);
}

/** Sets a limit, or freezes. */
export function writeCgroup(directory: string, file: string, text: string): void {
  writeFileSync(`${directory}/${file}`, text);
}

/** Makes a cgroup in the hierarchy of a controller, in v2 with all controllers that there are handed down to it. */
export function makeCgroup(controller: string, path: string): string {
  const directory = `${hierarchy(controller)}${path}`;
  mkdirSync(directory, { recursive: true });
  if (isV2) {
    const parents = path.split("/").slice(1, -1);
    const above = ["", ...parents.map((_name, at) => `/${parents.slice(0, at + 1).join("/")}`)];
    for (const parent of above) {
      for (const name of cgroupText(`${ROOT}${parent}`, "cgroup.controllers").split(" ")) {
        writeCgroup(`${ROOT}${parent}`, "cgroup.subtree_control", `+${name}`);
      }
    }
  }
  return directory;
}

/** Removes an empty cgroup wherever an engine or a test made it. */
export function removeCgroup(path: string): void {
  const places = isV2 ? [`${ROOT}${path}`] : globSync(`${ROOT}/*${path}`);
  for (const place of places) if (existsSync(place)) rmdirSync(place);
}

function hierarchy(controller: string): string {
  return isV2 ? ROOT : `${ROOT}/${controller}`;
}

/** Whether the kernel says that everything in a process's cgroup stands still. */
export function standsStill(pid: number): boolean {
  const directory = cgroupDirectory(pid, "freezer");
  return isV2
    ? cgroupText(directory, "cgroup.events").includes("frozen 1")
    : cgroupText(directory, "freezer.state") === "FROZEN";
}

/** Freezes or thaws behind everybody's back. */
export function setFrozen(directory: string, frozen: boolean): void {
  if (isV2) writeCgroup(directory, "cgroup.freeze", frozen ? "1" : "0");
  else writeCgroup(directory, "freezer.state", frozen ? "FROZEN" : "THAWED");
}
