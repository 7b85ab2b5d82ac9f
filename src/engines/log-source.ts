import { cgroupMembership, cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import type { HostPrograms } from "../host/host-programs.ts";
import { ContainerLogs } from "./container-logs.ts";
import { JournalLogs } from "./journal-logs.ts";
import type { LogSource } from "./log-entry.ts";
import { LogFailure } from "./log-failure.ts";
import type { LogRequest } from "./log-request.ts";
import { parseEndpoint } from "./parse-endpoint.ts";
import { PodLogFile } from "./pod-log-file.ts";
import type { DiskReader } from "./read-json.ts";

/** With what logs are found. */
export interface LogHost {
  readonly programs: HostPrograms;
  readonly reader: DiskReader;
}

/**
 * Where the log of a group is.
 *
 * @throws {LogFailure} If nobody keeps one; it says why, and what to do.
 */
export function logSource(request: LogRequest, host: LogHost): LogSource {
  switch (request.kind) {
    case "container":
      return containerSource(request, host);
    case "service":
      return serviceSource(request, host);
    case "namespace":
      throw new LogFailure(
        "nobody keeps a log of processes that only share namespaces: the page of a process says where its descriptors 1 and 2 lead",
        true,
      );
    case "host":
      throw new LogFailure(
        "the host itself has no log of its own: open one of its services, or see journalctl and dmesg",
        true,
      );
  }
}

function containerSource(request: LogRequest, { reader }: LogHost): LogSource {
  const { engine, engineEndpoint, containerId } = request;
  if (engineEndpoint !== null && containerId !== null && (engine === "docker" || engine === "podman")) {
    const { socketPath } = parseEndpoint(engineEndpoint);
    return new ContainerLogs({ engine, socketPath, id: containerId });
  }
  const name = containerId ?? request.groupId;
  switch (engine) {
    case "lxc":
      throw new LogFailure(
        `LXC keeps no log of what a container writes: see the journal in it (lxc-attach -n ${name} -- journalctl -f)`,
        true,
      );
    case "nspawn":
      throw new LogFailure(
        `systemd-nspawn keeps no log of what a container writes: see the journal in it (journalctl -M ${name} -f)`,
        true,
      );
    default:
      return new PodLogFile(name, reader, whyNone(engine));
  }
}

/** Why there is neither an engine to ask nor a file of the kubelet's. */
function whyNone(engine: LogRequest["engine"]): string {
  if (engine === "docker" || engine === "podman") {
    return `no ${engine} that nstop asks knows this container: start it, or name its socket with --engine unix:///PATH`;
  }
  const keeper = engine ?? "its engine";
  return `${keeper} keeps no log that nstop can find: there is none in /var/log/containers; whoever started the container may have one`;
}

function serviceSource({ cgroupPath }: LogRequest, { programs, reader }: LogHost): LogSource {
  const owner = cgroupPath === null ? null : cgroupMembership(cgroupPath).owner;
  if (owner === null) throw new LogFailure("it is not known which unit this is", true);
  const journalctl = programs.find("journalctl");
  if (journalctl === null) {
    throw new LogFailure(
      "services have their log in the journal, and there is no journalctl here: install systemd",
      true,
    );
  }
  const isManager = /^user@\d+\.service$/.test(owner.id);
  const userId = isManager ? null : cgroupUser(cgroupPath);
  return new JournalLogs(journalctl, { unit: owner.id, userId }, reader);
}
