import type { IpcFacts } from "../collector/detail-sample.ts";
import type { HostSample, ProcessSample, Sample } from "../collector/sample.ts";
import type { IpcView } from "./detail.ts";

/** The clocks of a process's start and of an object's making are not the same, and are read in whole seconds. */
const SLACK_SECONDS = 2;

/** Finds the names of the processes that made, or last used, the objects of an ipc namespace. */
export function deriveIpc(ipc: IpcFacts, { processes, host }: Sample): IpcView {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const actor = (pid: number, atSeconds: number) => {
    const process = byPid.get(pid);
    return process !== undefined && wasThere(process, atSeconds, host) ? process : null;
  };
  return {
    ...ipc,
    sharedMemory:
      ipc.sharedMemory?.map(({ creatorPid, ...segment }) => {
        const creator = actor(creatorPid, segment.changedAtSeconds);
        return { ...segment, creatorPid: creator?.pid ?? null, creatorComm: creator?.comm ?? null };
      }) ?? null,
    messageQueues:
      ipc.messageQueues?.map(({ lastSenderPid, ...queue }) => {
        const sender = actor(lastSenderPid, queue.lastSentAtSeconds);
        return { ...queue, lastSenderPid: sender?.pid ?? null, lastSenderComm: sender?.comm ?? null };
      }) ?? null,
  };
}

/** The kernel keeps the pid of a process that has ended, and gives it to another: that one started later. */
function wasThere({ startTicks }: ProcessSample, atSeconds: number, host: HostSample): boolean {
  if (host.bootTimeSeconds === null) return true;
  return host.bootTimeSeconds + startTicks / host.clockTicksPerSecond <= atSeconds + SLACK_SECONDS;
}
