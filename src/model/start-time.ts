import type { HostSample } from "../collector/sample.ts";

/** When a process started, as RFC 3339 in UTC; `null` when it is not known when the machine did. */
export function startTime(
  startTicks: number,
  host: Pick<HostSample, "bootTimeSeconds" | "clockTicksPerSecond">,
): string | null {
  if (host.bootTimeSeconds === null) return null;
  return rfc3339((host.bootTimeSeconds + startTicks / host.clockTicksPerSecond) * 1000);
}

/** A moment in milliseconds since 1970 as RFC 3339 in UTC; `null` outside the years a date can hold. */
export function rfc3339(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
