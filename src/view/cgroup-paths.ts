import { shortId } from "../report/group-text.ts";

/**
 * Which of a cgroup and those around it a file is of, wherever its hierarchy is mounted; `null` when it is of none of
 * them but the root.
 *
 * @param file Such as `/sys/fs/cgroup/freezer/docker/ID/freezer.state`.
 * @param path Of the cgroup, such as `/docker/ID`.
 */
export function cgroupOfFile(file: string, path: string): string | null {
  const directory = file.slice(0, file.lastIndexOf("/"));
  for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf("/"))) {
    if (directory.endsWith(at)) return at;
  }
  return null;
}

/** A path in which ids are as short as engines show them: one line of a terminal is to hold it. */
export function shortPath(path: string): string {
  return path.replaceAll(/[0-9a-f]{64}/g, shortId);
}
