import { lines, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/stat";

/** Time since boot by what it was spent on, in clock ticks. Time of guests is within `user` and `nice`. */
export interface CpuTicks {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  /** Idle while I/O was outstanding. */
  readonly ioWait: number;
  readonly irq: number;
  readonly softIrq: number;
  /** Taken by the hypervisor for others. */
  readonly steal: number;
  /** All but `idle` and `ioWait`. */
  readonly busy: number;
  /** Sum of all. */
  readonly total: number;
}

/** `/proc/stat`, the fields nstop uses. */
export interface Stat {
  /** All CPUs together. */
  readonly cpu: CpuTicks;
  /** One for each CPU that is online, in the kernel's order. */
  readonly cpus: readonly CpuTicks[];
  /** Processes and threads made since boot. */
  readonly forks: number;
  /** Tasks that wait for block I/O to finish, now; `null` where the kernel does not say. */
  readonly blocked: number | null;
  /** When the machine started, in seconds since 1970. */
  readonly bootTimeSeconds: number;
}

/**
 * Parses `/proc/stat`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_stat.5.html
 */
export function parseStat(text: string): Stat {
  const cpus: CpuTicks[] = [];
  const rows = new Map<string, readonly string[]>();
  for (const line of lines(text)) {
    const [key = "", ...values] = words(line);
    if (/^cpu\d+$/.test(key)) cpus.push(cpuTicks(values));
    else rows.set(key, values);
  }
  const cpu = rows.get("cpu");
  if (cpu === undefined) throw malformed(FILE, undefined);
  return {
    cpu: cpuTicks(cpu),
    cpus,
    forks: wholeNumber(rows.get("processes")?.[0], FILE),
    blocked: rows.has("procs_blocked") ? wholeNumber(rows.get("procs_blocked")?.[0], FILE) : null,
    bootTimeSeconds: wholeNumber(rows.get("btime")?.[0], FILE),
  };
}

function cpuTicks(values: readonly string[]): CpuTicks {
  const ticks = (index: number) => wholeNumber(values[index], FILE);
  const named = {
    user: ticks(0),
    nice: ticks(1),
    system: ticks(2),
    idle: ticks(3),
    ioWait: ticks(4),
    irq: ticks(5),
    softIrq: ticks(6),
    steal: ticks(7),
  };
  const busy = named.user + named.nice + named.system + named.irq + named.softIrq + named.steal;
  return { ...named, busy, total: busy + named.idle + named.ioWait };
}
