import { lines } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/cgroup";

/** One line of `/proc/[pid]/cgroup`: where a process is in one hierarchy. */
export interface PidCgroup {
  /** 0 for cgroup v2. */
  readonly hierarchyId: number;
  /** Controllers of a v1 hierarchy, or its name as `name=systemd`; empty for cgroup v2. */
  readonly controllers: readonly string[];
  /**
   * From the root of the reader's cgroup namespace, outside of which it begins with `/..`. The kernel
   * adds ` (deleted)` when the cgroup is gone; a living cgroup's name may end like that as well.
   */
  readonly path: string;
}

/**
 * Parses `/proc/[pid]/cgroup`. Only the first two colons of a line divide it: a path may hold more.
 *
 * @throws {SyntaxError} If a line is not `id:controllers:/path`.
 * @see https://man7.org/linux/man-pages/man7/cgroups.7.html
 */
export function parsePidCgroup(text: string): readonly PidCgroup[] {
  return lines(text).map((line) => {
    const first = line.indexOf(":");
    const second = line.indexOf(":", first + 1);
    if (first < 0 || second < 0 || line[second + 1] !== "/") throw malformed(FILE, line);
    const controllers = line.slice(first + 1, second);
    return {
      hierarchyId: wholeNumber(line.slice(0, first), FILE),
      controllers: controllers === "" ? [] : controllers.split(","),
      path: line.slice(second + 1),
    };
  });
}
