import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import type { Group } from "../model/snapshot.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";

/** What `--group` takes: `cgroupns` is the cgroup namespace, `cgroup` the control group above a group's own. */
export const GROUP_BY = [
  "container",
  "engine",
  "project",
  "pod",
  "cgroup",
  "service",
  "mnt",
  "uts",
  "ipc",
  "pid",
  "net",
  "user",
  "cgroupns",
  "time",
] as const;
export type GroupBy = (typeof GROUP_BY)[number];

/** Groups that have something in common. */
export interface Fold {
  /** What they have in common; unique among the folds. */
  readonly key: string;
  /** Its heading; `null` where everything is in one fold and needs none. */
  readonly title: string | null;
  readonly groups: readonly Group[];
}

type Heading = Pick<Fold, "key" | "title">;

/** Key of the fold of what has no place in any other. It comes last. */
const REST = "rest";

/** Whether `text` is what `--group` takes. */
export function isGroupBy(text: string): text is GroupBy {
  return GROUP_BY.some((by) => by === text);
}

/**
 * Puts groups that have an engine, a project, a pod, a service, a control group or a namespace in common under one heading. By
 * `container`, which is what groups are already, all are under one without a title. The order of the groups is kept,
 * within a fold and between them: a fold stands where its first group stood.
 */
export function foldGroups(groups: readonly Group[], by: GroupBy): readonly Fold[] {
  const folds = new Map<string, Heading & { readonly groups: Group[] }>();
  for (const group of groups) {
    const heading = headingOf(group, by);
    const fold = folds.get(heading.key);
    if (fold === undefined) folds.set(heading.key, { ...heading, groups: [group] });
    else fold.groups.push(group);
  }
  return [...folds.values()].sort((a, b) => Number(a.key === REST) - Number(b.key === REST));
}

function headingOf(group: Group, by: GroupBy): Heading {
  switch (by) {
    case "container":
      return { key: "all", title: null };
    case "engine":
      return engineHeading(group);
    case "project":
      return projectHeading(group);
    case "pod":
      return podHeading(group);
    case "cgroup":
      return cgroupHeading(group);
    case "service":
      return serviceHeading(group);
    case "cgroupns":
      return namespaceHeading(group, "cgroup");
    default:
      return namespaceHeading(group, by);
  }
}

function engineHeading({ kind, engine, cgroupPath }: Group): Heading {
  if (kind !== "container") return { key: REST, title: "of no engine" };
  const user = cgroupUser(cgroupPath);
  return heading(engine ?? "engine not known", user === null ? "" : ` of user ${user}`);
}

function projectHeading({ compose }: Group): Heading {
  if (compose === null) return { key: REST, title: "in no project" };
  return heading(`project ${compose.project}`);
}

function podHeading({ pod }: Group): Heading {
  if (pod === null) return { key: REST, title: "in no pod" };
  return heading(`pod ${pod.namespace}/${pod.name}`);
}

/** A group's own control group is no one else's: what it has in common with others is the one above it. */
function cgroupHeading({ cgroupPath }: Group): Heading {
  if (cgroupPath === null) return { key: REST, title: "without a control group of its own" };
  return heading(`cgroup ${cgroupPath.slice(0, cgroupPath.lastIndexOf("/")) || "/"}`);
}

function serviceHeading({ kind, compose }: Group): Heading {
  if (compose !== null) return heading(`compose ${compose.project}/${compose.service}`);
  if (kind === "service") return heading("system services");
  return { key: REST, title: "in no service" };
}

function namespaceHeading({ namespaces }: Group, type: NamespaceType): Heading {
  const { inode, sharedWithHost } = namespaces[type];
  if (inode === null) return { key: REST, title: `${type} namespace not known` };
  return heading(`${type}:${inode}`, sharedWithHost === true ? " (the host's)" : "");
}

function heading(key: string, remark = ""): Heading {
  return { key: `${key}${remark}`, title: `${key}${remark}` };
}
