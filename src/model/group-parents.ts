import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import type { ProcessGroup } from "./group-processes.ts";

/** The group that each group is shown under, by id: of a service the host, of a container the one around it. */
export function parentIds(groups: readonly ProcessGroup[]): ReadonlyMap<string, string> {
  const idsByNesting = new Map(groups.filter(isContainer).map((group) => [nesting(group), group.id]));
  const parents = new Map<string, string>();
  for (const group of groups) {
    const parent = group.kind === "service" ? HOST_GROUP_ID : nearestAround(group, idsByNesting);
    if (parent !== null) parents.set(group.id, parent);
  }
  return parents;
}

function isContainer({ kind }: ProcessGroup): boolean {
  return kind === "container";
}

/** Whose hands it is in, ids of the containers around it and its own: no id holds a slash, since it is a directory's name. */
function nesting({ outerContainerIds, owner, cgroupPath }: ProcessGroup): string {
  return [cgroupUser(cgroupPath), ...outerContainerIds, owner?.id].join("/");
}

/** One that no process was seen of has no group: then the next one around it. */
function nearestAround(
  { outerContainerIds, cgroupPath }: ProcessGroup,
  idsByNesting: ReadonlyMap<string, string>,
): string | null {
  const user = cgroupUser(cgroupPath);
  for (let depth = outerContainerIds.length; depth > 0; depth -= 1) {
    const id = idsByNesting.get([user, ...outerContainerIds.slice(0, depth)].join("/"));
    if (id !== undefined) return id;
  }
  return null;
}
