import type { ProcessWait } from "../collector/sample.ts";
import { percentText } from "./amount-text.ts";
import { percent } from "./rates.ts";
import type { Evidence } from "./snapshot.ts";
import {
  citePressure,
  isIdle,
  isOver,
  pressureLine,
  type Reason,
  type VerdictContext,
} from "./verdict-context.ts";

/** Of its time, ready to run while others had the CPUs; less is how any two programs share a core. */
const WAITED_PERCENT = { enter: 15, leave: 8 };

/** Below this there was a CPU for it: it waited for its own threads, or for a CPU set. */
const BUSY_PERCENT = { enter: 85, leave: 75 };

/** Of all CPUs, what others use: one that keeps the whole host busy waits for itself. */
const OTHERS_PERCENT = { enter: 20, leave: 15 };

/** Waiting for a CPU because others on the host have them all, and not because a quota says so. */
export function hostPressed(context: VerdictContext): Reason | null {
  const { cpus, busyPercent, pressure } = context.host;
  if (isIdle(context) || busyPercent === null || cpus === 0) return null;
  const others = busyPercent - (context.cpuPercent ?? 0) / cpus;
  if (!isOver(busyPercent, BUSY_PERCENT, "host-pressed", context)) return null;
  if (!isOver(others, OTHERS_PERCENT, "host-pressed", context)) return null;
  const waited = waitedForCpu(context);
  if (waited === null || !isOver(waited.percent, WAITED_PERCENT, "host-pressed", context)) return null;
  return {
    lostPercent: waited.percent,
    verdict: {
      code: "host-pressed",
      sentence: `Ready to run but waiting for a CPU ${percentText(waited.percent)} of the time: others use ${percentText(others)} of the host's ${cpus === 1 ? "CPU" : `${cpus} CPUs`}, which are ${percentText(busyPercent)} busy.`,
      evidence: [
        waited.evidence,
        ...(pressure?.cpu == null ? [] : [{ path: "/proc/pressure/cpu", value: pressureLine(pressure.cpu) }]),
      ],
    },
  };
}

interface Waited {
  readonly percent: number;
  readonly evidence: Evidence;
}

/** Of the whole cgroup where the kernel accounts pressure; else of that of its busiest processes that waits most. */
function waitedForCpu({ own }: VerdictContext): Waited | null {
  const { now, base, seconds } = own;
  const cpu = now.pressure?.cpu;
  if (cpu != null) return { percent: cpu.some10Percent, evidence: citePressure(now, "cpu", cpu) };
  if (seconds === null) return null;
  const before = new Map(base.waits?.map((wait) => [wait.pid, wait]));
  return (now.waits ?? [])
    .flatMap((wait) => runDelay(wait, before.get(wait.pid), seconds) ?? [])
    .reduce<Waited | null>((most, found) => (most && most.percent >= found.percent ? most : found), null);
}

function runDelay(now: ProcessWait, before: ProcessWait | undefined, seconds: number): Waited | null {
  const [delay, earlier] = [now.runDelayNanoseconds, before?.runDelayNanoseconds];
  if (delay === null || earlier == null || delay < earlier) return null;
  const grown = delay - earlier;
  return {
    percent: Math.min(100, percent(grown, seconds * 1e9)),
    evidence: {
      path: `/proc/${now.pid}/schedstat`,
      value: `run delay ${delay} ns (+${grown}), ${now.comm}`,
    },
  };
}
