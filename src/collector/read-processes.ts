import { type PidStatus, parsePidStatus } from "../procfs/pid-status.ts";
import { CommandLines } from "./command-lines.ts";
import type { DetailContext } from "./detail-context.ts";
import type { ProcessFacts } from "./detail-sample.ts";
import { readProcessIo } from "./read-process-io.ts";
import type { TrackedProcess } from "./tracked-process.ts";
import { UserNames } from "./user-names.ts";

/** Ids change seldom. */
const STATUS_SECONDS = 5;

type Status = Pick<PidStatus, "uids" | "namespacePids">;

interface KnownStatus {
  readonly startTicks: number;
  readonly readAtSeconds: number;
  readonly status: Status | null;
}

/** Reads what the process list shows beyond what every sample has. */
export class ProcessReader {
  readonly #commands = new CommandLines();
  readonly #users = new UserNames();
  #known = new Map<number, KnownStatus>();

  /** @returns Facts of `processes` that are still alive, in their order. */
  async read(context: DetailContext, processes: readonly TrackedProcess[]): Promise<readonly ProcessFacts[]> {
    const users = this.#users.read(context);
    const commands = await this.#commands.read(context, processes);
    const before = this.#known;
    this.#known = new Map();
    return processes.flatMap((process) => {
      const { pid, startTicks } = process;
      const command = commands.get(pid);
      if (command === undefined) return [];
      const status = this.#readStatus(context, process, before.get(pid));
      const uid = status?.uids[1] ?? null;
      return {
        pid,
        startTicks,
        namespacePids: status?.namespacePids ?? null,
        uid,
        user: uid === null ? null : (users.get(uid) ?? null),
        ...command,
        io: readIo(context, process),
      };
    });
  }

  #readStatus(
    { reader, issues, nowSeconds }: DetailContext,
    { pid, startTicks }: TrackedProcess,
    known: KnownStatus | undefined,
  ): Status | null {
    const path = `/proc/${pid}/status`;
    const fresh =
      known?.startTicks === startTicks && nowSeconds - known.readAtSeconds < STATUS_SECONDS
        ? known
        : {
            startTicks,
            readAtSeconds: nowSeconds,
            status: issues.attempt(path, "Who some processes run as is not known", () =>
              parsePidStatus(reader.readText(path)),
            ),
          };
    this.#known.set(pid, fresh);
    return fresh.status;
  }
}

/** The last sample has read it already of some, and a process that has not run since has read and written nothing. */
function readIo({ reader, issues, nowSeconds }: DetailContext, process: TrackedProcess): ProcessFacts["io"] {
  const { pid, stat, io, ioReadAtTicks } = process;
  if (stat.kernelThread) return null;
  const idle = io !== null && stat.cpuTicks === ioReadAtTicks;
  const known = idle ? io : readProcessIo(reader, issues, pid, nowSeconds);
  return known && { readBytes: known.readBytes, writeBytes: known.writeBytes };
}
