import { growingFile } from "../host/growing-file.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { LogPiece, LogSource } from "./log-entry.ts";
import { LogFailure } from "./log-failure.ts";
import { PodLogLines } from "./pod-log-lines.ts";
import { podLogPath } from "./pod-logs.ts";
import type { DiskReader } from "./read-json.ts";

/** What a line takes in the file, about. */
const LINE_BYTES = 256;

/** The log file of a container that the kubelet had made, whatever runtime made it. */
export class PodLogFile implements LogSource {
  readonly #containerId: string;
  readonly #reader: DiskReader;
  readonly #whyNone: string;

  /** @param whyNone - What to say where there is no such file. */
  constructor(containerId: string, reader: DiskReader, whyNone: string) {
    this.#containerId = containerId;
    this.#reader = reader;
    this.#whyNone = whyNone;
  }

  async *open(tail: number, signal: AbortSignal): AsyncGenerator<LogPiece, void, void> {
    const path = await podLogPath(this.#containerId, this.#reader);
    if (path === null) throw new LogFailure(this.#whyNone);
    const lines = new PodLogLines();
    try {
      for await (const bytes of growingFile(path, tail * LINE_BYTES, signal)) {
        yield { bytes: bytes.length, entries: lines.push(bytes) };
      }
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      throw new LogFailure(failureText(error));
    }
  }
}

function failureText({ kind, message, path }: ReadFailure): string {
  if (kind === "denied") return `its log ${path} may not be read by this user: run nstop with sudo`;
  return kind === "gone" ? `its log ${path} is gone` : `its log cannot be read: ${message}`;
}
