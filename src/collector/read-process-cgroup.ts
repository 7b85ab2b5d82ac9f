import { cgroupMembership, isHelperCgroup } from "../cgroupfs/cgroup-owner.ts";
import type { HostReader } from "../host/host-reader.ts";
import { decodeText } from "../host/text.ts";
import { type PidCgroup, parsePidCgroup } from "../procfs/pid-cgroup.ts";
import type { IssueLog } from "./issue-log.ts";
import type { CgroupMembership, CgroupOwner } from "./sample.ts";

/** Stands for cgroup v2, which has all its controllers in one hierarchy, where a v1 controller's name would stand. */
export const UNIFIED = "unified";

/** The cgroups of a process, one in each hierarchy. */
export interface ProcessCgroup {
  /** The file it was made of: as long as it is the same, nothing has changed. */
  readonly text: string;
  readonly membership: CgroupMembership;
  /**
   * Where each controller, or {@link UNIFIED}, has the cgroup that is wholly its container's or service's own. One
   * that keeps it in a cgroup shared with others is not among them.
   */
  readonly ownPaths: ReadonlyMap<string, string>;
}

/** Longer than the paths of a dozen hierarchies can be. */
const BUFFER = new Uint8Array(64 * 1024);

/**
 * Reads `/proc/[pid]/cgroup`, which the kernel makes in one piece.
 *
 * @param find - Finds cgroups that are known already by the text of the file.
 * @returns What was found where it is the same; `null` when it cannot be read.
 */
export function readProcessCgroup(
  reader: HostReader,
  issues: IssueLog,
  pid: number,
  find: (text: string) => ProcessCgroup | undefined,
): ProcessCgroup | null {
  const path = `/proc/${pid}/cgroup`;
  return issues.attempt(path, "The control groups of some processes are unknown", () => {
    const text = decodeText(BUFFER.subarray(0, reader.readStart(path, BUFFER)));
    return find(text) ?? processCgroup(text);
  });
}

function processCgroup(text: string): ProcessCgroup {
  const lines = inOrderOfTrust(parsePidCgroup(text));
  const memberships = lines.map(({ path }) => cgroupMembership(path));
  const membership =
    memberships.find(({ path, owner }) => isHelperCgroup(path) && owner?.kind !== "container") ??
    memberships.find(({ owner }) => owner !== null) ??
    memberships.find(({ path }) => path !== "/") ??
    cgroupMembership("/");
  return { text, membership, ownPaths: ownPaths(lines, membership.owner) };
}

/** The hierarchies that name an owner best come first: v2, then the one systemd keeps for itself. */
function inOrderOfTrust(lines: readonly PidCgroup[]): readonly PidCgroup[] {
  const rank = ({ hierarchyId, controllers }: PidCgroup) =>
    hierarchyId === 0 ? 0 : controllers.includes("name=systemd") ? 1 : 2;
  return lines.toSorted((a, b) => rank(a) - rank(b));
}

function ownPaths(lines: readonly PidCgroup[], owner: CgroupOwner | null): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  if (owner === null) return paths;
  for (const { hierarchyId, controllers, path } of lines) {
    const there = cgroupMembership(path).owner;
    if (there?.kind !== owner.kind || there.id !== owner.id) continue;
    for (const controller of hierarchyId === 0 ? [UNIFIED] : controllers) paths.set(controller, there.path);
  }
  return paths;
}
