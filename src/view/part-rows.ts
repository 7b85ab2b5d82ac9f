import type { Section } from "./section.ts";

/** What stands where a part of a drill-down has not been read yet. */
export const READING = "reading …";

/** What stands where a part could not be read. */
export const NOT_READABLE = "not readable by this user: run nstop as root, or with CAP_SYS_PTRACE";

/**
 * The rows of a section whose part of the drill-down may be missing: absent means that it has not arrived,
 * `null` that it could not be read, and neither is the same as none.
 */
export function partRows<Row>(
  part: readonly Row[] | null | undefined,
  none: string,
): Pick<Section<Row>, "rows" | "empty"> {
  if (part === undefined) return { rows: [], empty: READING };
  if (part === null) return { rows: [], empty: NOT_READABLE };
  return { rows: part, empty: none };
}
