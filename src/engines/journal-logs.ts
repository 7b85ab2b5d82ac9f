import { followProgram } from "../host/follow-program.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { ProgramFailure } from "../host/run-program.ts";
import { JournalLines } from "./journal-lines.ts";
import type { LogPiece, LogSource } from "./log-entry.ts";
import { LogFailure } from "./log-failure.ts";
import type { DiskReader } from "./read-json.ts";

/** Which service: a unit of the system's, or of a user's own manager. */
export interface LoggedUnit {
  /** Such as `nginx.service`. */
  readonly unit: string;
  /** `null` for the system's. */
  readonly userId: number | null;
}

/** What the journal keeps of a service, and what its manager says of it: also where only the files are left. */
export class JournalLogs implements LogSource {
  readonly #journalctl: string;
  readonly #unit: LoggedUnit;
  readonly #reader: DiskReader;

  /** @param journalctl - Absolute path of the program. */
  constructor(journalctl: string, unit: LoggedUnit, reader: DiskReader) {
    this.#journalctl = journalctl;
    this.#unit = unit;
    this.#reader = reader;
  }

  async *open(tail: number, signal: AbortSignal): AsyncGenerator<LogPiece, void, void> {
    if (!hasJournal(this.#reader)) throw new LogFailure(NO_JOURNAL);
    const args = [...OPTIONS, `--lines=${tail}`, ...matchesOf(this.#unit)];
    const lines = new JournalLines();
    try {
      for await (const bytes of followProgram(this.#journalctl, args, signal)) {
        yield { bytes: bytes.length, entries: lines.push(bytes) };
      }
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      throw new LogFailure(error.message);
    }
    if (!signal.aborted) throw new LogFailure(`${this.#journalctl} has ended`);
  }
}

/** Where journald keeps its files: for good, and until the host is started again. */
const DIRECTORIES = ["/var/log/journal", "/run/log/journal"] as const;

const NO_JOURNAL = `there is no journal on this host, neither in ${DIRECTORIES.join(" nor in ")}: systemd-journald writes it`;

/** Whether there are files of a journal, or may be: journalctl waits in silence where there are none. */
function hasJournal(reader: DiskReader): boolean {
  for (const directory of DIRECTORIES) {
    for (const machine of namesIn(directory, reader)) {
      const files = namesIn(`${directory}/${machine}`, reader);
      if (files.some((name) => name.endsWith(".journal"))) return true;
    }
  }
  return false;
}

function namesIn(directory: string, reader: DiskReader): readonly string[] {
  try {
    return reader.list(directory);
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    // What this user may not list, journalctl may well know to read.
    return error.kind === "denied" ? ["unknown.journal"] : [];
  }
}

/** Without `--all` a long message, or one that is not text, is left out. */
const OPTIONS = [
  "--output=json",
  "--output-fields=MESSAGE,PRIORITY",
  "--all",
  "--quiet",
  "--no-pager",
  "--follow",
];

/** Matches, and not `--unit`, for which a name may be a pattern. */
function matchesOf({ unit, userId }: LoggedUnit): readonly string[] {
  if (userId === null) return [`_SYSTEMD_UNIT=${unit}`, "+", `UNIT=${unit}`, "_PID=1"];
  const uid = `_UID=${userId}`;
  return [`_SYSTEMD_USER_UNIT=${unit}`, uid, "+", `USER_UNIT=${unit}`, uid];
}
