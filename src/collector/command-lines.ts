import { ReadFailure } from "../host/read-failure.ts";
import { parseArguments } from "./arguments.ts";
import type { DetailContext } from "./detail-context.ts";
import type { ProcessFacts } from "./detail-sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** A command line may hold megabytes; this is more than anybody reads. */
const MAX_BYTES = 4096;

/** Whoever holds a process's memory can hold up the reader for ever. */
const DEADLINE_MILLISECONDS = 1000;

/** So many are read at once: each of them has to come back within the deadline. */
const AT_ONCE = 64;

/** What is said of a command line. */
export type CommandFacts = Pick<ProcessFacts, "command" | "commandHangs">;

interface KnownCommand {
  readonly startTicks: number;
  /** It is another program, with another command line, when this changes. */
  readonly comm: string;
  readonly facts: CommandFacts;
}

/** The command lines of processes, each read once. */
export class CommandLines {
  #known = new Map<number, KnownCommand>();

  /** Reads those that are not known yet, and forgets all but these. A process that is gone has no entry. */
  async read(
    context: DetailContext,
    processes: readonly TrackedProcess[],
  ): Promise<ReadonlyMap<number, CommandFacts>> {
    const facts = new Map<number, CommandFacts>();
    const before = this.#known;
    this.#known = new Map();
    for (let at = 0; at < processes.length; at += AT_ONCE) {
      const some = processes.slice(at, at + AT_ONCE);
      await Promise.all(
        some.map(async (process) => {
          const read = await this.#readOne(context, process, before);
          if (read !== null) facts.set(process.pid, read);
        }),
      );
    }
    return facts;
  }

  async #readOne(
    context: DetailContext,
    process: TrackedProcess,
    before: ReadonlyMap<number, KnownCommand>,
  ): Promise<CommandFacts | null> {
    const { pid, startTicks, stat } = process;
    const known = before.get(pid);
    const same = known?.startTicks === startTicks && known.comm === stat.comm;
    const facts = same ? known.facts : await readCommand(context, process);
    if (facts !== null && facts.command !== null)
      this.#known.set(pid, { startTicks, comm: stat.comm, facts });
    return facts;
  }
}

/** @returns `null` when the process is gone. */
async function readCommand(
  { reader, issues }: DetailContext,
  { pid, stat }: TrackedProcess,
): Promise<CommandFacts | null> {
  // Neither has a memory that arguments could be in.
  if (stat.kernelThread || stat.state === "Z") return { command: [], commandHangs: false };
  const path = `/proc/${pid}/cmdline`;
  try {
    const bytes = await reader.readPatiently(path, MAX_BYTES, DEADLINE_MILLISECONDS);
    return { command: parseArguments(bytes), commandHangs: false };
  } catch (error) {
    const kind = error instanceof ReadFailure ? error.kind : null;
    if (kind === "gone") return null;
    issues.addFailure(error, path, "A command line is not known");
    return { command: null, commandHangs: kind === "hangs" };
  }
}
