import type { ProcessSample, Sample } from "../collector/sample.ts";
import { processWithPid } from "./process-with-pid.ts";
import { growth, percentOfTicks, perSecond, secondsBetween } from "./rates.ts";

/** The processes of the sample before, for what each has done since. */
export interface EarlierProcesses {
  /** In the order of their pids. */
  readonly processes: readonly ProcessSample[];
  readonly monotonicSeconds: number;
  /** Clock ticks from boot to that sample; `null` when unknown. */
  readonly ticks: number | null;
}

/** The processes of the sample before this one. */
export function earlierProcesses({ processes, monotonicSeconds, host }: Sample): EarlierProcesses {
  const { uptimeSeconds, clockTicksPerSecond } = host;
  const ticks = uptimeSeconds === null ? null : uptimeSeconds * clockTicksPerSecond;
  return { processes, monotonicSeconds, ticks };
}

/** The same process in the sample before: the same pid and the same start. */
export function earlier(process: ProcessSample, before: EarlierProcesses | null): ProcessSample | null {
  const found = before && processWithPid(before, process.pid);
  return found?.startTicks === process.startTicks ? found : null;
}

export function totalThreads(processes: readonly ProcessSample[]): number {
  return processes.reduce((sum, process) => sum + process.threads, 0);
}

/** Resident memory of all of them; what they share with each other is counted for each. `null` when there are none. */
export function totalResidentBytes(processes: readonly ProcessSample[]): number | null {
  return processes.length === 0 ? null : processes.reduce((sum, process) => sum + process.residentBytes, 0);
}

/**
 * CPU percent of all of them together, those born since the sample before included; 100 is one core.
 *
 * @returns `null` when it is known of none.
 */
export function totalCpuPercent(
  processes: readonly ProcessSample[],
  before: EarlierProcesses | null,
  now: Pick<Sample, "monotonicSeconds" | "host">,
): number | null {
  const seconds = secondsBetween(now.monotonicSeconds, before?.monotonicSeconds);
  let sum: number | null = null;
  for (const process of processes) {
    const ticks = spread(ticksSince(process, before), process, seconds);
    if (ticks !== null) sum = (sum ?? 0) + ticks;
  }
  return percentOfTicks(sum, seconds, now.host.clockTicksPerSecond);
}

/**
 * How much of what a process has done since it was last looked at falls between the two samples, if it did it evenly.
 *
 * @param seconds - Between the two samples; `null` where there is but one.
 */
export function spread(
  ticks: number | null,
  { unseenSeconds }: Pick<ProcessSample, "unseenSeconds">,
  seconds: number | null,
): number | null {
  return ticks === null || seconds === null ? null : (ticks * seconds) / (seconds + unseenSeconds);
}

function ticksSince(process: ProcessSample, before: EarlierProcesses | null): number | null {
  const found = earlier(process, before);
  if (found !== null) return growth(process.cpuTicks, found.cpuTicks);
  const bornSince = typeof before?.ticks === "number" && process.startTicks >= before.ticks;
  return bornSince ? process.cpuTicks : null;
}

/** Bytes read and written in each second. */
export interface IoRates {
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
}

/** Nothing is known. */
export const UNKNOWN_IO: IoRates = { readBytesPerSecond: null, writeBytesPerSecond: null };

/**
 * Bytes that all of them together read and wrote, of those that were there in both samples.
 *
 * @returns `null` when it may not be read of one of them: a part would pass for the whole.
 */
export function totalIo(processes: readonly ProcessSample[], before: EarlierProcesses | null): IoRates {
  const sum = { readBytesPerSecond: 0, writeBytesPerSecond: 0 };
  let known = 0;
  for (const process of processes) {
    const found = earlier(process, before);
    if (found === null || process.kernelThread || process.state === "Z") continue;
    known += 1;
    if (process.io !== null && process.io === found.io) continue;
    const { readBytesPerSecond, writeBytesPerSecond } = ioRates(
      process.io,
      found.io,
      secondsBetween(process.io?.readAtSeconds ?? 0, found.io?.readAtSeconds),
    );
    if (readBytesPerSecond === null || writeBytesPerSecond === null) return UNKNOWN_IO;
    sum.readBytesPerSecond += readBytesPerSecond;
    sum.writeBytesPerSecond += writeBytesPerSecond;
  }
  return known === 0 ? UNKNOWN_IO : sum;
}

/** What one process reads and writes. */
export function ioRates(now: ProcessIo, before: ProcessIo, seconds: number | null): IoRates {
  return ratesOf(
    {
      readBytes: growth(now?.readBytes, before?.readBytes),
      writeBytes: growth(now?.writeBytes, before?.writeBytes),
    },
    seconds,
  );
}

type ProcessIo = { readonly readBytes: number; readonly writeBytes: number } | null | undefined;

function ratesOf(
  { readBytes, writeBytes }: { readonly readBytes: number | null; readonly writeBytes: number | null },
  seconds: number | null,
): IoRates {
  return {
    readBytesPerSecond: perSecond(readBytes, seconds),
    writeBytesPerSecond: perSecond(writeBytes, seconds),
  };
}
