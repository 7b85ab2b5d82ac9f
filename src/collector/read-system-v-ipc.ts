import { parseSysvipcMsg } from "../procfs/sysvipc-msg.ts";
import { parseSysvipcSem } from "../procfs/sysvipc-sem.ts";
import { parseSysvipcShm } from "../procfs/sysvipc-shm.ts";
import type { DetailContext } from "./detail-context.ts";
import type { IpcFacts } from "./detail-sample.ts";
import { runInNamespace } from "./namespace-commands.ts";

export type SystemVIpc = Pick<IpcFacts, "sharedMemory" | "semaphores" | "messageQueues">;

const FILES = ["/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg"] as const;

/** Before the heading of each table. */
const BETWEEN_TABLES = /^(?= +key )/m;

/**
 * Reads the System V objects of an ipc namespace. The kernel tells whoever reads the tables of the reader's own, so
 * it is entered; in the host's pid namespace still, where creators bear the pids that nstop knows them by.
 *
 * @throws {import("../host/read-failure.ts").ReadFailure | import("../host/run-program.ts").ProgramFailure |
 *   SyntaxError}
 */
export async function readSystemVIpc(context: DetailContext): Promise<SystemVIpc> {
  const [shm = "", sem = "", msg = ""] = await readTables(context);
  return {
    sharedMemory: parseSysvipcShm(shm),
    semaphores: parseSysvipcSem(sem),
    messageQueues: parseSysvipcMsg(msg),
  };
}

/** One program for the three: they hold nothing but numbers, so that it is plain where each begins. */
async function readTables(context: DetailContext): Promise<readonly string[]> {
  const { reader, programs, pid, namespaces, ownNamespaces } = context;
  if (namespaces.ipc === ownNamespaces.ipc) return FILES.map((file) => reader.readText(file));
  const text = await runInNamespace(programs, { type: "ipc", pid, here: false }, "cat", FILES);
  return text.split(BETWEEN_TABLES);
}
