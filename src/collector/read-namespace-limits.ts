import type { HostReader } from "../host/host-reader.ts";
import { type PerNamespace, perNamespace } from "../procfs/namespace-link.ts";
import { wholeNumber } from "../procfs/number.ts";
import type { IssueLog } from "./issue-log.ts";

/**
 * Reads how many namespaces of each type one user may have, in all namespaces that he made together.
 *
 * @returns `null` for a type that this kernel does not limit, or whose limit may not be read.
 * @see https://docs.kernel.org/admin-guide/sysctl/user.html
 */
export function readNamespaceLimits(reader: HostReader, issues: IssueLog): PerNamespace<number | null> {
  return perNamespace((type) => {
    const path = `/proc/sys/user/max_${type}_namespaces`;
    return issues.attempt(path, "How many namespaces there may be is not known", () =>
      wholeNumber(reader.readText(path).trim(), path),
    );
  });
}
