import { describe, expect, test } from "vitest";
import { ContainerLogs } from "../../src/engines/container-logs.ts";
import { JournalLogs } from "../../src/engines/journal-logs.ts";
import type { LogRequest } from "../../src/engines/log-request.ts";
import { logSource } from "../../src/engines/log-source.ts";
import { PodLogFile } from "../../src/engines/pod-log-file.ts";
import { NO_PROGRAMS } from "../../src/host/host-programs.ts";
import { FakeHost } from "./fake-host.ts";

const ID = "a".repeat(64);

function requestOf(known: Partial<LogRequest>): LogRequest {
  return {
    groupId: "some",
    kind: "container",
    engine: "docker",
    engineEndpoint: null,
    containerId: ID,
    cgroupPath: null,
    ...known,
  };
}

function sourceOf(known: Partial<LogRequest>, journalctl: string | null = "/usr/bin/journalctl") {
  const host = new FakeHost();
  const programs = { ...NO_PROGRAMS, find: () => journalctl };
  return logSource(requestOf(known), { programs, reader: host.reader });
}

describe("the log of a group is", () => {
  test("its engine's where one answers for the container", () => {
    const engineEndpoint = "unix:///run/docker.sock";
    expect(sourceOf({ engineEndpoint })).toBeInstanceOf(ContainerLogs);
    expect(sourceOf({ engine: "podman", engineEndpoint })).toBeInstanceOf(ContainerLogs);
  });

  test("a file of the kubelet's where none does", () => {
    for (const engine of ["docker", "containerd", "crio", null] as const) {
      expect(sourceOf({ engine })).toBeInstanceOf(PodLogFile);
    }
  });

  test("the journal's for a service", () => {
    const cgroupPath = "/system.slice/nginx.service";
    expect(sourceOf({ kind: "service", cgroupPath })).toBeInstanceOf(JournalLogs);
  });
});

describe("of which nobody keeps a log, it is said why and what to do:", () => {
  test.each([
    [{ kind: "namespace" }, /descriptors 1 and 2/],
    [{ kind: "host" }, /journalctl/],
    [{ engine: "lxc", containerId: "box" }, /lxc-attach -n box/],
    [{ engine: "nspawn", containerId: "box" }, /journalctl -M box/],
    [{ kind: "service", cgroupPath: "/" }, /which unit/],
  ] as const)("%o", (known, why) => {
    expect(() => sourceOf(known)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(why), isFinal: true }),
    );
  });

  test("a service where there is no journalctl", () => {
    const known = { kind: "service", cgroupPath: "/system.slice/nginx.service" } as const;
    expect(() => sourceOf(known, null)).toThrow(/no journalctl here/);
  });

  test("a service where there is no journal", async () => {
    const source = sourceOf({ kind: "service", cgroupPath: "/system.slice/nginx.service" });
    const reading = source.open(10, new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow(/no journal on this host, neither in \/var\/log\/journal nor/);
  });

  test("a container that no engine answers for and the kubelet knows nothing of", async () => {
    const source = sourceOf({ engine: "docker" });
    const reading = source.open(10, new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow(/--engine unix:\/\/\/PATH/);
  });
});
