import type { HostSample } from "./sample.ts";

/**
 * Asks what does not change about the machine. Slow, since it runs programs: once, and not before the first sample.
 *
 * @returns What can be shown; empty where it is not known.
 */
export async function describeHost(): Promise<NonNullable<HostSample["description"]>> {
  const { default: systeminformation } = await import("systeminformation");
  const [os, cpu, system] = await Promise.all([
    systeminformation.osInfo(),
    systeminformation.cpu(),
    systeminformation.system(),
  ]);
  return {
    distribution: [os.distro, os.release].filter((word) => word !== "" && word !== "unknown").join(" "),
    cpuModel: [cpu.manufacturer, cpu.brand].filter((word) => word !== "").join(" "),
    virtualization: system.virtual ? system.virtualHost || "virtual machine" : "",
  };
}
