import { parseMountinfo } from "../procfs/mountinfo.ts";
import type { DetailContext } from "./detail-context.ts";
import type { MountFacts } from "./detail-sample.ts";

/** Reads what a process has mounted where. @returns `null` when it may not be read. */
export function readMounts({ reader, issues, pid }: DetailContext): readonly MountFacts[] | null {
  const path = `/proc/${pid}/mountinfo`;
  return issues.attempt(path, "The mounts are not known", () =>
    parseMountinfo(reader.readText(path)).map(({ device, ...facts }) => facts),
  );
}
