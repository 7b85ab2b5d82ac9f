import type { KernelFacts } from "../collector/doctor-facts.ts";
import { type FileCheck, fileCheck, fine, type Judged, unknown } from "./doctor-check.ts";

const COUNTED = "how long groups and the host wait for CPU, memory and I/O (pressure)";

/** By why there is no pressure. */
const NO_PRESSURE = {
  "not-built": {
    gone: "this kernel is built without it",
    remedy: "a kernel from 4.20 on with CONFIG_PSI=y",
  },
  "by-argument": {
    gone: "off: psi=0 on the kernel's command line",
    remedy: "take psi=0 off the kernel's command line, and start the host anew",
  },
  "by-default": {
    gone: "off, as this kernel has it by default",
    remedy: "psi=1 on the kernel's command line, and start the host anew",
  },
  hidden: {
    gone: "this /proc shows nothing but processes",
    remedy: "mount /proc without subset=pid",
  },
  unknown: {
    gone: "this kernel counts none",
    remedy: "psi=1 on the command line of a kernel from 4.20 on that has CONFIG_PSI=y",
  },
} as const satisfies Readonly<Record<string, Pick<FileCheck, "gone" | "remedy">>>;

/** What this kernel has and counts of what nstop shows. */
export function examineKernel(facts: KernelFacts): readonly Judged[] {
  const { release, pressureIsOff } = facts;
  return [
    release === null ? unknown("release", "it does not say") : fine("release", release),
    fileCheck("pressure", facts.pressure, {
      there: "/proc/pressure",
      costs: COUNTED,
      ...NO_PRESSURE[pressureIsOff ?? "unknown"],
    }),
    fileCheck("time namespaces", facts.timeNamespaces, {
      there: "/proc/self/ns/time",
      gone: "not in this kernel",
      costs: "the t of ISOLATION and clock offsets; no process can have any here",
      remedy: "a kernel from 5.6 on with CONFIG_TIME_NS=y",
    }),
    fileCheck("I/O accounting", facts.ioAccounting, {
      there: "/proc/PID/io",
      gone: "this kernel is built without it",
      costs: "what single processes read and write",
      remedy: "a kernel with CONFIG_TASK_IO_ACCOUNTING=y",
    }),
    fileCheck("run times", facts.runTimes, {
      there: "/proc/PID/schedstat",
      gone: "this kernel is built without them",
      costs: "some of nstop's own CPU time: it reads more to tell which processes sleep",
      remedy: "a kernel with CONFIG_SCHED_INFO=y",
    }),
  ];
}
