import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";

/** Engines, and what minds their containers from outside. */
const ENGINES =
  /^(dockerd|containerd|containerd-shim.*|docker-proxy|rootlesskit|podman|conmon|crio|kubelet|lxc-start|lxcfs|lxd|incusd|systemd-nspawn)$/;

/** What a host cannot go on without, or a person cannot reach it without. */
const HOST_PROGRAMS =
  /^(systemd|systemd-.*|\(sd-pam\)|init|dbus-daemon|dbus-broker|dbus-broker-launch|sshd|sshd-session|NetworkManager|dhclient|dhcpcd)$/;

/** Whether a program is a container engine, or minds containers of one. */
export function isEngineProgram(name: string): boolean {
  return ENGINES.test(name);
}

/** Whether it is one that the host itself stands on. */
export function isHostProgram(name: string): boolean {
  return HOST_PROGRAMS.test(name);
}

/**
 * What a process is called: by its command name, and by its program, which cannot be given away.
 *
 * @param comm - As in `/proc/[pid]/stat`.
 */
export function programNames(reader: HostReader, pid: number, comm: string): readonly string[] {
  try {
    const program = reader.readLink(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
    return [comm, program.slice(program.lastIndexOf("/") + 1)];
  } catch (error) {
    // Another user's program may not be read.
    if (error instanceof ReadFailure) return [comm];
    throw error;
  }
}
