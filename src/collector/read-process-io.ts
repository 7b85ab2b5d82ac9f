import type { HostReader } from "../host/host-reader.ts";
import { parsePidIo } from "../procfs/pid-io.ts";
import type { IssueLog } from "./issue-log.ts";
import type { ProcessSample } from "./sample.ts";

/** Reads what a process has read and written through the block layer. @returns `null` when it is not readable. */
export function readProcessIo(
  reader: HostReader,
  issues: IssueLog,
  pid: number,
  nowSeconds: number,
): ProcessSample["io"] {
  const path = `/proc/${pid}/io`;
  return issues.attempt(path, "What some processes read and write is not known", () => {
    const { readBytes, writeBytes } = parsePidIo(reader.readText(path));
    return { readBytes, writeBytes, readAtSeconds: nowSeconds };
  });
}
