import { Buffer } from "node:buffer";
import { linePieces } from "../host/line-pieces.ts";
import { EngineFailure } from "./engine-failure.ts";
import { type EngineLimits, sizeText } from "./engine-limits.ts";

const WINDOW_MILLISECONDS = 60_000;

/**
 * Splits an engine's event stream, one JSON object a line, into its lines.
 *
 * @throws {EngineFailure} When an event, or all of a minute, is larger than allowed.
 */
export async function* eventLines(
  stream: AsyncIterable<Uint8Array>,
  limits: Pick<EngineLimits, "eventBytes" | "eventBytesPerMinute">,
): AsyncGenerator<string, void, void> {
  let pieces: Uint8Array[] = [];
  let lineBytes = 0;
  const flood = floodGate(limits.eventBytesPerMinute);
  for await (const chunk of stream) {
    flood(chunk.length);
    for (const { bytes, isLast } of linePieces(chunk)) {
      pieces.push(bytes);
      lineBytes += bytes.length;
      if (lineBytes > limits.eventBytes)
        throw new EngineFailure("oversized", `${sizeText(limits.eventBytes)} as one event`);
      if (!isLast) continue;
      yield Buffer.concat(pieces).toString("utf8");
      pieces = [];
      lineBytes = 0;
    }
  }
}

/** Counts bytes, and throws when there are more within a minute than allowed. */
function floodGate(limit: number): (bytes: number) => void {
  let windowStart = performance.now();
  let windowBytes = 0;
  return (bytes) => {
    const now = performance.now();
    if (now - windowStart >= WINDOW_MILLISECONDS) {
      windowStart = now;
      windowBytes = 0;
    }
    windowBytes += bytes;
    if (windowBytes > limit) throw new EngineFailure("oversized", `${sizeText(limit)} of events a minute`);
  };
}
