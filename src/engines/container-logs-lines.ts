import { Buffer } from "node:buffer";
import { decodeText } from "../host/text.ts";
import type { LogEntry } from "./log-entry.ts";
import { logText, MAX_LOG_BYTES } from "./log-text.ts";

const LINE_FEED = 0x0a;
const BLANK = 0x20;

/** The time stamps of Docker and Podman. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const MAX_STAMP_BYTES = 40;

/** Docker keeps a longer line in messages of so many bytes, and puts a time stamp before each. */
const MESSAGE_BYTES = 16 * 1024;

/**
 * Puts the messages of one stream of a container, each with a time stamp before it, together to lines. A line that is
 * too long is cut, not kept.
 */
export class ContainerLogLines {
  readonly #origin: string;
  readonly #isError: boolean;
  readonly #isTerminal: boolean;
  /** Of the message that begins, as far as it has come; `null` where none is to come. */
  #stamp: number[] | null = [];
  #messageBytes = 0;
  #at: string | null = null;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #hasBegun = false;
  #isLonger = false;

  /** @param isTerminal - It is no stream of frames: only where lines end is known, not where messages do. */
  constructor(origin: "stdout" | "stderr", isTerminal: boolean) {
    this.#origin = origin;
    this.#isError = origin === "stderr";
    this.#isTerminal = isTerminal;
  }

  /**
   * @param isStart - A message begins with these bytes.
   * @returns The lines that end in them.
   */
  push(bytes: Uint8Array, isStart: boolean): LogEntry[] {
    const entries: LogEntry[] = [];
    if (isStart) this.#stamp = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#stamp === null) at = this.#takeText(bytes, at, entries);
      else at = this.#takeStamp(bytes, at, this.#stamp);
    }
    this.#own();
    return entries;
  }

  /** The line that has not ended, as there is no more to come. */
  end(): readonly LogEntry[] {
    if (this.#stamp !== null) this.#endStamp(this.#stamp);
    return this.#bytes > 0 ? [this.#takeLine()] : [];
  }

  #takeStamp(bytes: Uint8Array, start: number, stamp: number[]): number {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === BLANK || byte === LINE_FEED || stamp.length === MAX_STAMP_BYTES) {
        return this.#endStamp(stamp) && byte === BLANK ? at + 1 : at;
      }
      stamp.push(byte);
    }
    return bytes.length;
  }

  /** @returns Whether it was one, and not the text itself. */
  #endStamp(stamp: readonly number[]): boolean {
    const text = String.fromCharCode(...stamp);
    this.#stamp = null;
    this.#messageBytes = 0;
    if (!STAMP.test(text)) {
      this.#keep(Uint8Array.from(stamp));
      return false;
    }
    // Of a line in several messages, the first counts.
    if (!this.#hasBegun) this.#at = text;
    this.#hasBegun = true;
    return true;
  }

  #takeText(bytes: Uint8Array, start: number, entries: LogEntry[]): number {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    const limit = this.#isTerminal ? start + MESSAGE_BYTES - this.#messageBytes : end;
    if (limit < end) {
      this.#keep(bytes.subarray(start, limit));
      this.#stamp = [];
      return limit;
    }
    this.#keep(bytes.subarray(start, end));
    if (found === -1) return end;
    entries.push(this.#takeLine());
    if (this.#isTerminal) this.#stamp = [];
    return end + 1;
  }

  #keep(piece: Uint8Array): void {
    this.#messageBytes += piece.length;
    if (piece.length > 0) this.#hasBegun = true;
    const room = MAX_LOG_BYTES - this.#bytes;
    if (piece.length > room) this.#isLonger = true;
    const kept = piece.subarray(0, room);
    if (kept.length > 0) this.#pieces.push(kept);
    this.#bytes += kept.length;
  }

  /** Of a line that has not ended, the chunks that it is a view of are not kept for its sake. */
  #own(): void {
    if (this.#bytes > 0) this.#pieces = [Uint8Array.from(this.#whole)];
  }

  get #whole(): Uint8Array {
    const [first] = this.#pieces;
    return first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
  }

  #takeLine(): LogEntry {
    const text = logText(decodeText(this.#whole), this.#isLonger);
    const entry = { at: this.#at, origin: this.#origin, isError: this.#isError, ...text };
    this.#pieces = [];
    this.#bytes = 0;
    this.#hasBegun = false;
    this.#isLonger = false;
    return entry;
  }
}
