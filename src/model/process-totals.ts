import type { ProcessSample, Sample } from "../collector/sample.ts";
import { growth, percentOfTicks, perSecond, secondsBetween } from "./rates.ts";

/** The processes of the sample before, for what each has done since. */
export interface EarlierProcesses {
  readonly byPid: ReadonlyMap<number, ProcessSample>;
  readonly monotonicSeconds: number;
  /** Clock ticks from boot to that sample; `null` when unknown. */
  readonly ticks: number | null;
}

/** Indexes the sample before this one. */
export function earlierProcesses(previous: Sample): EarlierProcesses {
  const { uptimeSeconds, clockTicksPerSecond } = previous.host;
  return {
    byPid: new Map(previous.processes.map((process) => [process.pid, process])),
    monotonicSeconds: previous.monotonicSeconds,
    ticks: uptimeSeconds === null ? null : uptimeSeconds * clockTicksPerSecond,
  };
}

/** The same process in the sample before: the same pid and the same start. */
export function earlier(process: ProcessSample, before: EarlierProcesses | null): ProcessSample | null {
  const found = before?.byPid.get(process.pid);
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
    const ticks = ticksSince(process, before);
    if (ticks !== null) sum = (sum ?? 0) + ticks;
  }
  return percentOfTicks(sum, seconds, now.host.clockTicksPerSecond);
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
export function totalIo(
  processes: readonly ProcessSample[],
  before: EarlierProcesses | null,
  now: Pick<Sample, "monotonicSeconds">,
): IoRates {
  const seconds = secondsBetween(now.monotonicSeconds, before?.monotonicSeconds);
  const sum = { readBytes: 0, writeBytes: 0 };
  let known = 0;
  for (const process of processes) {
    const found = earlier(process, before);
    if (found === null || process.kernelThread || process.state === "Z") continue;
    const readBytes = growth(process.io?.readBytes, found.io?.readBytes);
    const writeBytes = growth(process.io?.writeBytes, found.io?.writeBytes);
    if (readBytes === null || writeBytes === null) return UNKNOWN_IO;
    sum.readBytes += readBytes;
    sum.writeBytes += writeBytes;
    known += 1;
  }
  return known === 0 ? UNKNOWN_IO : ratesOf(sum, seconds);
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
