import type { HostReader } from "../host/host-reader.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import { attempt, attemptLink, attemptParse, attemptRead } from "./attempt-read.ts";
import type { OthersFacts } from "./doctor-facts.ts";
import { pidsAmong } from "./pids-among.ts";

/** Enough to tell some from all. */
const MAX_TRIED = 40;

/** Most processes may be one's own. */
const MAX_LOOKED_AT = 1000;

/** Guarded on some hosts even from root; whether its namespaces can be told is a question of its own. */
const INIT_PID = 1;

/**
 * Tries what nstop reads of processes on those that another user runs, the youngest first; on those of everybody where
 * nstop is root's.
 *
 * @param uid - Whom nstop runs as.
 */
export async function tryOthers(reader: HostReader, uid: number | null): Promise<OthersFacts> {
  const found = { tried: 0, namespaces: 0, io: 0, files: 0 };
  const own = Number(attemptLink(reader, "/proc/self"));
  for (const pid of pidsAmong(reader.list("/proc")).toReversed().subarray(0, MAX_LOOKED_AT)) {
    if (found.tried === MAX_TRIED) break;
    if (pid === own || pid === INIT_PID || !(await isAnothers(reader, pid, uid))) continue;
    const namespaces = attempt(() => reader.readLink(`/proc/${pid}/ns/mnt`));
    const io = (await attemptRead(reader, `/proc/${pid}/io`)).outcome;
    const files = attempt(() => firstOpenFile(reader, pid));
    if (namespaces === "gone" || io === "gone" || files === "gone") continue;
    found.tried += 1;
    if (namespaces === "read") found.namespaces += 1;
    if (io === "read") found.io += 1;
    if (files === "read") found.files += 1;
  }
  return found;
}

/** Kernel threads and processes that have ended have no memory, and nothing to be read. */
async function isAnothers(reader: HostReader, pid: number, uid: number | null): Promise<boolean> {
  const status = await attemptParse(reader, `/proc/${pid}/status`, parsePidStatus);
  if (status === null || status.residentBytes === null) return false;
  return uid === 0 || status.uids[0] !== uid;
}

/** The first of what a process has open: to be told of it takes more than to be told that it is there. */
function firstOpenFile(reader: HostReader, pid: number): void {
  const [first] = reader.list(`/proc/${pid}/fd`);
  if (first !== undefined) reader.readLink(`/proc/${pid}/fd/${first}`);
}
