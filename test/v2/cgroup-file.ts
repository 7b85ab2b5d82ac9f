import { readFileSync } from "node:fs";

/** What a file of a cgroup says now; `path` begins at the root of the hierarchy. */
export function cgroupFile(path: string, file: string): string {
  return readFileSync(`/sys/fs/cgroup${path}/${file}`, "utf8").trim();
}

/** One count of a file that names each, such as `cpu.stat`. */
export function cgroupCount(path: string, file: string, name: string): number {
  const count = new RegExp(`^${name} (\\d+)$`, "m").exec(cgroupFile(path, file))?.[1];
  if (count === undefined) throw new Error(`${path}/${file} has no ${name}`);
  return Number(count);
}
