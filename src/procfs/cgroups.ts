import { rowsBelow, words } from "./lines.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/cgroups";

/** One controller of `/proc/cgroups`. Kernels from 6.13 on leave out those that only cgroup v2 has. */
export interface CgroupSubsystem {
  readonly name: string;
  /** Of the v1 hierarchy that it is mounted in; 0 for none, or for cgroup v2. */
  readonly hierarchyId: number;
  /** `false`: `cgroup_disable=` on the kernel's command line. */
  readonly enabled: boolean;
}

/**
 * Parses `/proc/cgroups`: the controllers that the kernel has.
 *
 * @throws {SyntaxError} If a line is not a name and three numbers.
 * @see https://man7.org/linux/man-pages/man7/cgroups.7.html
 */
export function parseCgroups(text: string): readonly CgroupSubsystem[] {
  return rowsBelow("#subsys_name", text, FILE).map((line) => {
    const [name = "", hierarchyId, , enabled] = words(line);
    return {
      name,
      hierarchyId: wholeNumber(hierarchyId, FILE),
      enabled: wholeNumber(enabled, FILE) !== 0,
    };
  });
}
