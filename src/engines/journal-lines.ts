import { Buffer } from "node:buffer";
import { linePieces } from "../host/line-pieces.ts";
import { decodeText } from "../host/text.ts";
import { Answer } from "./answer.ts";
import type { LogEntry } from "./log-entry.ts";
import { logText } from "./log-text.ts";
import { unlessDamaged } from "./read-json.ts";

/** An entry that is longer is left out: one has 4 KiB, and a core dump's has megabytes. */
const MAX_ENTRY_BYTES = 1024 * 1024;

/** As many lines of one message are told apart. */
const MAX_LINES = 200;

/** @see https://man7.org/linux/man-pages/man3/syslog.3.html */
const PRIORITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;
const ERROR_PRIORITY = 3;

/**
 * Reads what `journalctl --output=json` prints, whichever way it is cut into chunks.
 *
 * @see https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format
 */
export class JournalLines {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  /** @returns The lines of the entries that end in `bytes`. */
  push(bytes: Uint8Array): readonly LogEntry[] {
    const entries: LogEntry[] = [];
    for (const piece of linePieces(bytes)) {
      this.#keep(piece.bytes);
      if (piece.isLast) entries.push(...this.#takeEntry());
    }
    return entries;
  }

  #keep(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_ENTRY_BYTES) this.#pieces = [];
    else if (bytes.length > 0) this.#pieces.push(bytes);
  }

  #takeEntry(): readonly LogEntry[] {
    const line = Buffer.concat(this.#pieces).toString("utf8");
    const isTooLong = this.#bytes > MAX_ENTRY_BYTES;
    this.#pieces = [];
    this.#bytes = 0;
    if (isTooLong) return [{ at: null, origin: "", isError: false, text: "", isCut: true }];
    return line === "" ? [] : (unlessDamaged(() => journalEntry(Answer.parse(line, "entry"))) ?? []);
  }
}

/**
 * The lines of one entry: a message may have several.
 *
 * @throws {SyntaxError} If it has another shape.
 */
function journalEntry(entry: Answer): readonly LogEntry[] {
  const microseconds = Number(entry.field("__REALTIME_TIMESTAMP").text());
  const at = Number.isSafeInteger(microseconds) ? timeText(microseconds) : null;
  const priority = Number(entry.field("PRIORITY").textOrNull() ?? Number.NaN);
  const isError = priority <= ERROR_PRIORITY;
  const lines = messageText(entry.field("MESSAGE")).split("\n");
  return lines.slice(0, MAX_LINES).map((line, index) => {
    const wasLonger = index === MAX_LINES - 1 && lines.length > MAX_LINES;
    return { at, origin: PRIORITIES[priority] ?? "", isError, ...logText(line, wasLonger) };
  });
}

/** RFC 3339, to the microsecond. */
function timeText(microseconds: number): string | null {
  const date = new Date(Math.floor(microseconds / 1000));
  if (Number.isNaN(date.getTime())) return null;
  return date.toISOString().replace("Z", `${String(microseconds % 1000).padStart(3, "0")}Z`);
}

/** Text; a list of bytes where it is not UTF-8, or holds what is not to be printed; of several, a list of either. */
function messageText(message: Answer): string {
  if (message.isText) return message.contentOrNull() ?? "";
  const items = message.itemsOrNone();
  if (items.some((item) => item.isText || item.isList)) return items.map(messageText).join("\n");
  return decodeText(Uint8Array.from(items.map((item) => item.numberOrNull() ?? 0)));
}
