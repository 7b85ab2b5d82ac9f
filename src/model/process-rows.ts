import type { ProcessFacts } from "../collector/detail-sample.ts";
import type { ProcessSample, Sample } from "../collector/sample.ts";
import type { ProcessRow } from "./detail.ts";
import type { DetailReading } from "./detail-request.ts";
import { earlier, earlierProcesses, type IoRates, ioRates, spread } from "./process-totals.ts";
import { treeOrder } from "./process-tree.ts";
import { growth, percentOfTicks, secondsBetween } from "./rates.ts";
import { startTime } from "./start-time.ts";

/** Two looks at the same processes. */
export interface ProcessReadings {
  readonly sample: Sample;
  readonly previous: Sample | null;
  readonly reading: DetailReading;
  readonly previousReading: DetailReading | null;
}

/**
 * The processes of a drill-down, in tree order. One that exited after the sample, or whose pid another process
 * has by now, is left out.
 */
export function processRows(
  processes: readonly ProcessSample[],
  readings: ProcessReadings,
): readonly ProcessRow[] {
  const looks = looksAt(processes, readings);
  const { sample, previous } = readings;
  const seconds = {
    samples: secondsBetween(sample.monotonicSeconds, previous?.monotonicSeconds),
    readings: secondsBetween(
      readings.reading.sample.monotonicSeconds,
      readings.previousReading?.sample.monotonicSeconds,
    ),
  };
  return treeOrder(looks).map(({ process: look, depth }) => processRow(look, depth, sample.host, seconds));
}

/** All that is known of one process. */
interface Look {
  readonly pid: number;
  readonly parentPid: number;
  readonly process: ProcessSample;
  readonly before: ProcessSample | null;
  readonly facts: ProcessFacts;
  readonly factsBefore: ProcessFacts | null;
}

/** Seconds between the two samples and between the two readings; `null` where there is but one. */
interface Seconds {
  readonly samples: number | null;
  readonly readings: number | null;
}

function looksAt(processes: readonly ProcessSample[], readings: ProcessReadings): readonly Look[] {
  const before = readings.previous && earlierProcesses(readings.previous);
  const facts = factsByPid(readings.reading);
  const factsBefore = factsByPid(readings.previousReading);
  return processes.flatMap((process) => {
    const own = sameProcess(process, facts);
    if (own === null) return [];
    const { pid, parentPid } = process;
    const ownBefore = sameProcess(process, factsBefore);
    return [
      { pid, parentPid, process, before: earlier(process, before), facts: own, factsBefore: ownBefore },
    ];
  });
}

function processRow(look: Look, depth: number, host: Sample["host"], seconds: Seconds): ProcessRow {
  const { process, before, facts } = look;
  return {
    pid: process.pid,
    namespacePids: facts.namespacePids ?? [process.pid],
    parentPid: process.parentPid,
    startTicks: process.startTicks,
    depth,
    uid: facts.uid,
    user: facts.user,
    state: process.state,
    cpuPercent: percentOfTicks(
      process.resting || before?.resting
        ? null
        : spread(growth(process.cpuTicks, before?.cpuTicks), process, seconds.samples),
      seconds.samples,
      host.clockTicksPerSecond,
    ),
    residentBytes: process.residentBytes,
    threads: process.threads,
    startedAt: startTime(process.startTicks, host),
    comm: process.comm,
    command: facts.command,
    io: ioOf(look, seconds),
    issues: issuesOf(facts),
  };
}

/** Between two readings of the detail; before there are two, between the samples, where those have it. */
function ioOf({ process, before, facts, factsBefore }: Look, seconds: Seconds): IoRates {
  return factsBefore === null
    ? ioRates(process.io, before?.io, seconds.samples)
    : ioRates(facts.io, factsBefore.io, seconds.readings);
}

function issuesOf({ commandHangs, command }: ProcessFacts): readonly string[] {
  if (commandHangs) return ["command line hangs"];
  return command === null ? ["command line may not be read"] : [];
}

function factsByPid(reading: DetailReading | null): ReadonlyMap<number, ProcessFacts> {
  return new Map(reading?.sample.processes?.map((facts) => [facts.pid, facts]));
}

function sameProcess(process: ProcessSample, facts: ReadonlyMap<number, ProcessFacts>): ProcessFacts | null {
  const found = facts.get(process.pid);
  return found?.startTicks === process.startTicks ? found : null;
}
