import { Buffer } from "node:buffer";
import { linePieces } from "../host/line-pieces.ts";
import { decodeText } from "../host/text.ts";
import { Answer } from "./answer.ts";
import type { LogEntry } from "./log-entry.ts";
import { logText, MAX_LOG_BYTES } from "./log-text.ts";
import { unlessDamaged } from "./read-json.ts";

/** A line of a file that holds more: a partial line has 16 KiB, and its time stamp. */
const MAX_FILE_LINE_BYTES = 2 * MAX_LOG_BYTES;

/** `TIME STREAM TAG TEXT`, where tag `P` says that the line goes on in the next one of its stream. */
const CRI_LINE =
  /^(?<at>\d{4}-\d\d-\d\dT\S{1,30}) (?<origin>stdout|stderr) (?<tag>[PF])(?::\S*)? ?(?<text>.*)$/s;

interface Part extends Pick<LogEntry, "at" | "origin"> {
  readonly text: string;
  readonly isWhole: boolean;
}

/**
 * Reads the log file that the kubelet has a container runtime write, whichever way it is cut into chunks: in the format
 * of the Container Runtime Interface, or Docker's JSON.
 *
 * @see https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
export class PodLogLines {
  #rest: Uint8Array = new Uint8Array();
  #isTooLong = false;
  readonly #unfinished = new Map<string, Part>();

  /** @returns The lines that end in `bytes`. */
  push(bytes: Uint8Array): readonly LogEntry[] {
    const entries: LogEntry[] = [];
    for (const piece of linePieces(bytes)) {
      this.#keep(piece.bytes);
      if (!piece.isLast) continue;
      const part = partOf(decodeText(this.#rest));
      this.#rest = new Uint8Array();
      entries.push(...this.#join(part, this.#isTooLong));
      this.#isTooLong = false;
    }
    return entries;
  }

  #keep(bytes: Uint8Array): void {
    const room = MAX_FILE_LINE_BYTES - this.#rest.length;
    if (bytes.length > room) this.#isTooLong = true;
    this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
  }

  #join(part: Part, isTooLong: boolean): readonly LogEntry[] {
    const before = this.#unfinished.get(part.origin);
    const text = ((before?.text ?? "") + part.text).slice(0, MAX_FILE_LINE_BYTES);
    const joined = { ...part, at: before?.at ?? part.at, text };
    if (!part.isWhole) {
      this.#unfinished.set(part.origin, joined);
      return [];
    }
    this.#unfinished.delete(part.origin);
    const { at, origin } = joined;
    return [{ at, origin, isError: origin === "stderr", ...logText(joined.text, isTooLong) }];
  }
}

/** What is in no known format is shown as it is. */
function partOf(line: string): Part {
  const { at, origin, tag, text } = CRI_LINE.exec(line)?.groups ?? {};
  if (at !== undefined && origin !== undefined && text !== undefined) {
    return { at, origin, text, isWhole: tag === "F" };
  }
  return unlessDamaged(() => dockerPart(line)) ?? { at: null, origin: "", text: line, isWhole: true };
}

/** @throws {SyntaxError} If it is not of Docker's `json-file` driver. */
function dockerPart(line: string): Part {
  const answer = Answer.parse(line, "line");
  const text = answer.field("log").contentOrNull() ?? "";
  return {
    at: answer.field("time").text(),
    origin: answer.field("stream").text(),
    text: text.replace(/\n$/, ""),
    isWhole: text.endsWith("\n"),
  };
}
