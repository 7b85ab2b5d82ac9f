import { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { ENVIRONMENT } from "../host/run-program.ts";
import { parseOsRelease } from "../procfs/os-release.ts";
import type { HostSample } from "./sample.ts";

/**
 * Asks what does not change about the machine. Slow, since it runs programs: once, and not before the first sample.
 *
 * @returns What can be shown; empty where it is not known.
 */
export async function describeHost(): Promise<NonNullable<HostSample["description"]>> {
  leaveEnvironment();
  const { default: systeminformation } = await import("systeminformation");
  const [cpu, system] = await Promise.all([systeminformation.cpu(), systeminformation.system()]);
  return {
    distribution: distribution(),
    cpuModel: [cpu.manufacturer, cpu.brand].filter((word) => word !== "").join(" "),
    virtualization: system.virtual ? system.virtualHost || "virtual machine" : "",
  };
}

/**
 * systeminformation runs programs by their names, through a shell, and hands this process's environment to them. From here on
 * that is the one which every program of nstop's gets: `PATH` leads to the system's own, and nothing is loaded into them.
 */
function leaveEnvironment(): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, ENVIRONMENT);
}

/** Read here: systeminformation would have the name server asked for this host's name as well. */
function distribution(): string {
  try {
    return parseOsRelease(new HostReader().readText("/etc/os-release"));
  } catch (error) {
    if (error instanceof ReadFailure) return "";
    throw error;
  }
}
