import { malformed } from "./malformed.ts";

/** The numbers with which a kernel's release begins. */
export type KernelVersion = readonly [major: number, minor: number];

/**
 * Parses `/proc/sys/kernel/osrelease`, such as `6.1.0-45-amd64`.
 *
 * @throws {SyntaxError} If it does not begin with two numbers.
 */
export function parseKernelRelease(text: string): KernelVersion {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw malformed("/proc/sys/kernel/osrelease", text);
  return [Number(major), Number(minor)];
}

/** Whether a kernel is at least of a version, its distribution's own additions aside. */
export function isAtLeast([major, minor]: KernelVersion, [leastMajor, leastMinor]: KernelVersion): boolean {
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
