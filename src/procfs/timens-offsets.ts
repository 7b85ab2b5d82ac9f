import { lines, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { integer, wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/timens_offsets";

/** `/proc/[pid]/timens_offsets`: what a time namespace adds to the host's clocks, in seconds. */
export interface TimensOffsets {
  readonly monotonicSeconds: number;
  readonly boottimeSeconds: number;
}

/**
 * Parses `/proc/[pid]/timens_offsets`.
 *
 * @throws {SyntaxError} If one of the two clocks is missing or malformed.
 * @see https://man7.org/linux/man-pages/man7/time_namespaces.7.html
 */
export function parseTimensOffsets(text: string): TimensOffsets {
  const offsets = new Map(
    lines(text).map((line) => {
      const [clock, seconds, nanoseconds] = words(line);
      return [clock, integer(seconds, FILE) + wholeNumber(nanoseconds, FILE) / 1e9];
    }),
  );
  const monotonicSeconds = offsets.get("monotonic");
  const boottimeSeconds = offsets.get("boottime");
  if (monotonicSeconds === undefined || boottimeSeconds === undefined) throw malformed(FILE, undefined);
  return { monotonicSeconds, boottimeSeconds };
}
