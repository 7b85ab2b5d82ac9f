import { ReadFailure } from "../host/read-failure.ts";
import type { DetailContext } from "./detail-context.ts";

/** Reads how a process is labelled. @returns `null` on a kernel without a security module that labels processes. */
export function readSecurityLabel({ reader, issues, pid }: DetailContext): string | null {
  const path = `/proc/${pid}/attr/current`;
  return issues.attempt(path, "The label of the security module is not known", () => {
    try {
      return reader.readText(path).replace(/[\0\n]+$/, "") || null;
    } catch (error) {
      if (error instanceof ReadFailure && error.code === "EINVAL") return null;
      throw error;
    }
  });
}
