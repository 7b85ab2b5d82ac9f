import { wholeNumber } from "../procfs/number.ts";
import { parsePidCgroup } from "../procfs/pid-cgroup.ts";
import { parsePidLimits } from "../procfs/pid-limits.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import type { DetailContext } from "./detail-context.ts";
import type { ProcessPageFacts } from "./detail-sample.ts";
import { readSecurityLabel } from "./read-security-label.ts";

/** How many open files of a process are listed. */
const MAX_FILES = 4096;

/** Reads everything there is to know of one process, but what it was started with. */
export function readProcessPage(context: DetailContext): ProcessPageFacts {
  const { reader, pid } = context;
  const status = attempt(context, "status", (path) => parsePidStatus(reader.readText(path)));
  return {
    pid,
    namespaces: context.namespaces,
    namespacePids: status?.namespacePids ?? null,
    uids: status?.uids ?? null,
    gids: status?.gids ?? null,
    groups: status?.groups ?? null,
    capabilityMasks: status?.capabilityMasks ?? null,
    seccomp: status?.seccomp ?? null,
    noNewPrivileges: status?.noNewPrivileges ?? null,
    lsm: readSecurityLabel(context),
    cgroups: attempt(context, "cgroup", (path) =>
      parsePidCgroup(reader.readText(path)).map((line) => ({
        controllers: line.controllers.join(","),
        path: line.path,
      })),
    ),
    files: readFiles(context),
    limits: attempt(context, "limits", (path) => parsePidLimits(reader.readText(path))),
    oomScore: attempt(context, "oom_score", (path) => wholeNumber(reader.readText(path).trim(), path)),
    workingDirectory: attempt(context, "cwd", (path) => reader.readLink(path)),
    executable: attempt(context, "exe", (path) => reader.readLink(path)),
  };
}

function attempt<Value>(
  { issues, pid }: DetailContext,
  file: string,
  read: (path: string) => Value,
): Value | null {
  const path = `/proc/${pid}/${file}`;
  return issues.attempt(path, "Part of the process page is not known", () => read(path));
}

function readFiles(context: DetailContext): ProcessPageFacts["files"] {
  const { reader, issues } = context;
  return attempt(context, "fd", (directory) => {
    const descriptors = reader
      .list(directory)
      .map(Number)
      .toSorted((a, b) => a - b);
    if (descriptors.length > MAX_FILES) {
      issues.add(
        "failed",
        directory,
        `Only the first ${MAX_FILES} of ${descriptors.length} open files are listed.`,
      );
    }
    return descriptors.slice(0, MAX_FILES).flatMap((descriptor) => {
      const target = attempt(context, `fd/${descriptor}`, (path) => reader.readLink(path));
      return target === null ? [] : [{ descriptor, target }];
    });
  });
}
