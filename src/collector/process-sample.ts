import type { ProcessSample } from "./sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/**
 * What is said of a process in a sample.
 *
 * @returns The same object as in the sample before when nothing has changed: most processes sleep.
 */
export function processSample(process: TrackedProcess, pageBytes: number): ProcessSample {
  const { stat, namespaces, io, resting, sample } = process;
  const cgroup = process.cgroup?.membership ?? null;
  const isSame =
    process.sampledStat === stat &&
    sample?.namespaces === namespaces &&
    sample.cgroup === cgroup &&
    sample.io === io &&
    sample.resting === resting;
  if (isSame) return sample;
  process.sampledStat = stat;
  process.sample = {
    pid: process.pid,
    startTicks: process.startTicks,
    parentPid: stat.parentPid,
    comm: stat.comm,
    state: stat.state,
    kernelThread: stat.kernelThread,
    cpuTicks: stat.cpuTicks,
    unseenSeconds: process.unseenSeconds,
    threads: stat.threads,
    residentBytes: stat.residentPages * pageBytes,
    namespaces,
    cgroup,
    io,
    resting,
  };
  return process.sample;
}
