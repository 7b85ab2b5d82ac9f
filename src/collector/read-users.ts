import { parseIdMap } from "../procfs/id-map.ts";
import type { DetailContext } from "./detail-context.ts";
import type { UserFacts } from "./detail-sample.ts";

/** Reads how ids inside a process's user namespace map to ids outside. @returns `null` when it may not be read. */
export function readUsers({ reader, issues, pid }: DetailContext): UserFacts | null {
  const read = <Value>(file: string, parse: (text: string) => Value) => {
    const path = `/proc/${pid}/${file}`;
    return issues.attempt(path, "How user ids map is not known", () => parse(reader.readText(path)));
  };
  const uidMap = read("uid_map", parseIdMap);
  const gidMap = read("gid_map", parseIdMap);
  if (uidMap === null || gidMap === null) return null;
  return { uidMap, gidMap, setgroups: read("setgroups", (text) => text.trim()) };
}
