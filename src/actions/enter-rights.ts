import { HostReader } from "../host/host-reader.ts";
import { capabilityNames } from "../procfs/capability.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";

/**
 * Whether nstop may enter a namespace without entering the user namespace first that it belongs to.
 *
 * @see https://man7.org/linux/man-pages/man2/setns.2.html
 */
export function mayEnter(): boolean {
  const { capabilityMasks } = parsePidStatus(new HostReader().readText("/proc/self/status"));
  return capabilityNames(capabilityMasks.Eff).includes("CAP_SYS_ADMIN");
}

/**
 * Whether who enters the user namespace of a process may become root there, and give up their groups for it.
 *
 * @throws {import("../host/read-failure.ts").ReadFailure} If the process has ended.
 * @see https://man7.org/linux/man-pages/man7/user_namespaces.7.html
 */
export function mayBecomeRoot(pid: number): boolean {
  return new HostReader().readText(`/proc/${pid}/setgroups`).trim() === "allow";
}
