import type { KeptTexts } from "../host/kept-texts.ts";
import { parseLoadavg } from "../procfs/loadavg.ts";
import { parseMeminfo } from "../procfs/meminfo.ts";
import { parsePressure } from "../procfs/pressure.ts";
import { parseStat } from "../procfs/stat.ts";
import { parseUptime } from "../procfs/uptime.ts";
import type { IssueLog } from "./issue-log.ts";
import type { HostSample, PressureTriple } from "./sample.ts";

/** What is read of the host in every sample; what cannot be read is `null`, or empty for a name. */
export type HostReadings = Omit<
  HostSample,
  "cgroupVersion" | "namespaceLimits" | "clockTicksPerSecond" | "pageBytes" | "description"
>;

/** Reads the machine as a whole. */
export function readHost(files: Pick<KeptTexts, "readText">, issues: IssueLog): HostReadings {
  const read = <Value>(path: string, missing: string, parse: (text: string) => Value) =>
    issues.attempt(path, missing, () => parse(files.readText(path)));
  const stat = read("/proc/stat", "The CPU use of the host is not known", parseStat);
  const uptime = read("/proc/uptime", "The uptime is not known", parseUptime);
  const loadavg = read("/proc/loadavg", "The load is not known", parseLoadavg);
  return {
    hostname: read("/proc/sys/kernel/hostname", "The hostname is not known", oneLine) ?? "",
    kernel: read("/proc/sys/kernel/osrelease", "The kernel's version is not known", oneLine) ?? "",
    bootTimeSeconds: stat?.bootTimeSeconds ?? null,
    uptimeSeconds: uptime?.uptimeSeconds ?? null,
    cpus: stat?.cpus.length ?? 0,
    loadAverage: loadavg?.loadAverage ?? null,
    births: stat?.forks ?? null,
    threads: loadavg?.threads ?? null,
    blocked: stat?.blocked ?? null,
    cpuTicks: stat === null ? null : { busy: stat.cpu.busy, total: stat.cpu.total },
    memory: read("/proc/meminfo", "The memory of the host is not known", parseMemory),
    pressure: readPressure(files, issues),
  };
}

/** @returns `null` on a kernel that accounts no pressure. */
function readPressure(files: Pick<KeptTexts, "readText">, issues: IssueLog): PressureTriple | null {
  const read = (resource: string) => {
    const path = `/proc/pressure/${resource}`;
    return issues.attempt(path, "The pressure of the host is not known", () =>
      parsePressure(files.readText(path)),
    );
  };
  const pressure = { cpu: read("cpu"), memory: read("memory"), io: read("io") };
  return pressure.cpu === null && pressure.memory === null && pressure.io === null ? null : pressure;
}

function parseMemory(text: string): HostSample["memory"] {
  const { totalBytes, availableBytes, swapTotalBytes, swapFreeBytes } = parseMeminfo(text);
  return { totalBytes, availableBytes, swapTotalBytes, swapFreeBytes };
}

function oneLine(text: string): string {
  return text.replace(/\n$/, "");
}
