import { parsePidCgroup } from "../procfs/pid-cgroup.ts";
import type { DetailContext } from "./detail-context.ts";
import type { CgroupRoot } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";
import { runInNamespace } from "./namespace-commands.ts";

/** The root of a cgroup namespace is settled when it is made. */
const FRESH_SECONDS = 30;

/** Finds the cgroups that cgroup namespaces take for the root, one in each hierarchy. */
export class CgroupRootReader {
  readonly #cache = new FreshCache<number, readonly CgroupRoot[]>();

  /** @returns `null` when they cannot be told. */
  read(context: DetailContext): Promise<readonly CgroupRoot[] | null> {
    const { issues, namespaces, nowSeconds, pid } = context;
    const inode = namespaces.cgroup;
    return issues.attemptLater(`/proc/${pid}/cgroup`, "The root of its cgroups is not known", async () =>
      inode === null
        ? null
        : this.#cache.get(inode, nowSeconds, FRESH_SECONDS, () => readCgroupRoots(context)),
    );
  }
}

/** The kernel tells a path from the root of the reader's cgroup namespace: from outside and inside it differs by the root. */
async function readCgroupRoots(context: DetailContext): Promise<readonly CgroupRoot[]> {
  const { reader, programs, pid, namespaces, ownNamespaces } = context;
  const path = `/proc/${pid}/cgroup`;
  const outside = reader.readText(path);
  const here = namespaces.cgroup === ownNamespaces.cgroup;
  const inside = here
    ? outside
    : await runInNamespace(programs, { type: "cgroup", pid, here }, "cat", [path]);
  const insidePaths = new Map(parsePidCgroup(inside).map((cgroup) => [cgroup.hierarchyId, cgroup.path]));
  return parsePidCgroup(outside).map((cgroup) => ({
    controllers: cgroup.controllers.join(","),
    path: rootBetween(cgroup.path, insidePaths.get(cgroup.hierarchyId)),
  }));
}

/** @returns `null` for a process that has left the part of the tree that its namespace shows. */
function rootBetween(outside: string, inside: string | undefined): string | null {
  if (inside === "/") return outside;
  if (inside === undefined || !outside.endsWith(inside)) return null;
  return outside.slice(0, -inside.length) || "/";
}
