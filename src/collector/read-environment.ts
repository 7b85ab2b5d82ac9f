import { parseArguments } from "./arguments.ts";
import type { DetailContext } from "./detail-context.ts";

const MAX_BYTES = 128 * 1024;
const DEADLINE_MILLISECONDS = 1000;

/** Reads the environment a process was started with, `NAME=value` each. @returns `null` when it may not be read. */
export function readEnvironment({ reader, issues, pid }: DetailContext): Promise<readonly string[] | null> {
  const path = `/proc/${pid}/environ`;
  return issues.attemptLater(path, "The environment is not known", async () =>
    parseArguments(await reader.readPatiently(path, MAX_BYTES, DEADLINE_MILLISECONDS)),
  );
}
