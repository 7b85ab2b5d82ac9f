import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NAMESPACE_TYPES, perNamespace } from "../../src/procfs/namespace-link.ts";
import { FixtureHost, HOST_NAMESPACES, processOf } from "./fixture-host.ts";

const UNKNOWN = perNamespace(() => null);

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

function deny(pid: number): void {
  for (const type of NAMESPACE_TYPES) host.files.fail(`/proc/${pid}/ns/${type}`, "EACCES");
}

describe("namespaces", () => {
  test("those that may not be read are unknown, not the host's", () => {
    host.process({ pid: 20 });
    host.process({ pid: 21 });
    deny(20);
    const sample = host.collector().sample();
    expect(processOf(sample, 20).namespaces).toEqual(UNKNOWN);
    expect(processOf(sample, 21).namespaces).toEqual(HOST_NAMESPACES);
    expect(sample.issues).toEqual([
      {
        code: "denied",
        path: "/proc/[pid]/ns",
        message: expect.stringContaining("permission denied"),
        count: 1,
      },
    ]);
  });

  test("those that may not be read any more are unknown again", () => {
    host.process({ pid: 20 });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, comm: "sudo", ran: 2 });
    deny(20);
    expect(processOf(collector.sample(), 20).namespaces).toEqual(UNKNOWN);
  });

  test("a type that the kernel does not have is unknown, and no trouble", () => {
    host.process({ pid: 20 });
    host.files.fail("/proc/20/ns/time", "ENOENT");
    const sample = host.collector().sample();
    expect(processOf(sample, 20).namespaces).toEqual({ ...HOST_NAMESPACES, time: null });
    expect(sample.issues).toEqual([]);
  });

  test("one link that says something else is unknown alone", () => {
    host.process({ pid: 20 });
    host.link("/proc/20/ns/net", "mnt:[1]");
    const sample = host.collector().sample();
    expect(processOf(sample, 20).namespaces).toEqual({ ...HOST_NAMESPACES, net: null });
    expect(sample.issues).toMatchObject([{ code: "malformed", path: "/proc/[pid]/ns/net" }]);
  });

  test("a process that has ended keeps those it was in until it is waited for", () => {
    host.process({ pid: 20, namespaces: { net: 900 } });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, namespaces: { net: 900 }, state: "Z", ran: 2 });
    for (const type of ["net", "mnt"]) host.files.fail(`/proc/20/ns/${type}`, "ENOENT");
    collector.watch([20]);
    expect(processOf(collector.sample(), 20).namespaces).toEqual({ ...HOST_NAMESPACES, net: 900 });
  });

  test("a process in those of its parent shares one object with it", () => {
    host.process({ pid: 20, namespaces: { net: 900 } });
    host.process({ pid: 21, parentPid: 20, namespaces: { net: 900 } });
    const sample = host.collector().sample();
    expect(processOf(sample, 21).namespaces).toBe(processOf(sample, 20).namespaces);
  });

  test("kernel threads are in the host's, and their links are not read", () => {
    host.process({ pid: 2, comm: "kthreadd", parentPid: 0, kernelThread: true });
    host.process({ pid: 20, comm: "kworker/0:1", parentPid: 2, kernelThread: true });
    deny(20);
    const sample = host.collector().sample();
    expect(processOf(sample, 20)).toMatchObject({
      kernelThread: true,
      namespaces: HOST_NAMESPACES,
      io: null,
    });
    expect(sample.issues).toEqual([]);
  });
});

describe("the host's namespaces", () => {
  test("are those of pid 1", () => {
    expect(host.collector().sample().hostNamespaces).toEqual(HOST_NAMESPACES);
  });

  test("are those of the kernel's threads where pid 1 may not be looked at", () => {
    host.process({ pid: 2, comm: "kthreadd", parentPid: 0, kernelThread: true });
    deny(1);
    const sample = host.collector().sample();
    expect(sample.hostNamespaces).toEqual(HOST_NAMESPACES);
    expect(processOf(sample, 1).namespaces).toEqual(UNKNOWN);
  });

  test("are unknown where neither may be, or pid 2 is an ordinary process", () => {
    host.process({ pid: 2 });
    deny(1);
    expect(host.collector().sample().hostNamespaces).toEqual(UNKNOWN);
  });
});

describe("changes", () => {
  test("a new process is looked at twice, since it is moved right after its birth", () => {
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20 });
    collector.sample();
    host.process({ pid: 20, cgroup: "0::/moved\n", namespaces: { net: 900 }, ran: 2 });
    expect(processOf(collector.sample(), 20)).toMatchObject({
      cgroup: { path: "/moved" },
      namespaces: { net: 900 },
    });
  });

  test("every process is looked at again within thirty seconds", () => {
    for (let pid = 20; pid < 50; pid += 1) host.process({ pid });
    const collector = host.collector();
    collector.sample();
    for (let pid = 20; pid < 50; pid += 1) {
      host.process({ pid, cgroup: "0::/moved\n", namespaces: { net: 900 }, ran: 2 });
    }
    let sample = collector.sample();
    for (let second = 0; second < 30; second += 1) {
      host.seconds += 1;
      sample = collector.sample();
    }
    for (let pid = 20; pid < 50; pid += 1) {
      expect(processOf(sample, pid)).toMatchObject({ cgroup: { path: "/moved" }, namespaces: { net: 900 } });
    }
  });

  test("in one second only a share of them is", () => {
    for (let pid = 20; pid < 110; pid += 1) host.process({ pid });
    const collector = host.collector();
    collector.sample();
    const before = opened("cgroup");
    host.seconds += 1;
    collector.sample();
    expect(opened("cgroup") - before).toBeLessThan(15);
  });

  test("the process on screen is looked at in the next sample", () => {
    host.process({ pid: 20 });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, namespaces: { uts: 901 }, ran: 2 });
    expect(processOf(collector.sample(), 20).namespaces.uts).toBe(HOST_NAMESPACES.uts);
    collector.watch([20]);
    expect(processOf(collector.sample(), 20).namespaces.uts).toBe(901);
  });

  test("a process that runs another program is looked at at once", () => {
    host.process({ pid: 20, comm: "runc" });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, comm: "nginx", namespaces: { mnt: 902 }, ran: 2 });
    expect(processOf(collector.sample(), 20).namespaces.mnt).toBe(902);
  });

  test("a process that has not run since keeps its namespaces without their links being read", () => {
    host.process({ pid: 20, ran: 5, namespaces: { net: 900 } });
    const collector = host.collector();
    for (let samples = 0; samples < 6; samples += 1) {
      collector.watch([20]);
      collector.sample();
    }
    deny(20);
    collector.watch([20]);
    const sample = collector.sample();
    expect(processOf(sample, 20).namespaces.net).toBe(900);
    expect(sample.issues).toEqual([]);
  });

  test("where the kernel does not count what has run, links are read", () => {
    host.process({ pid: 20, ran: 0 });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, ran: 0, namespaces: { net: 900 } });
    collector.watch([20]);
    expect(processOf(collector.sample(), 20).namespaces.net).toBe(900);
  });
});

describe("input and output", () => {
  const io = (bytes: number) => ({ readBytes: bytes, writeBytes: 2 * bytes });

  test("is read of a process that belongs to no container or service", () => {
    host.process({ pid: 20, io: io(10) });
    expect(processOf(host.collector().sample(), 20).io).toEqual({ ...io(10), readAtSeconds: 1000 });
  });

  test("is read again when it has used CPU time, and otherwise stands as of when it was read", () => {
    host.process({ pid: 20, io: io(10) });
    const collector = host.collector();
    collector.sample();
    host.seconds += 0.1;
    host.process({ pid: 20, io: io(20) });
    expect(processOf(collector.sample(), 20).io).toEqual({ ...io(10), readAtSeconds: 1000 });
    host.process({ pid: 20, io: io(20), userTicks: 1 });
    expect(processOf(collector.sample(), 20).io).toEqual({ ...io(20), readAtSeconds: 1000.1 });
  });

  test("is left to the cgroup of a container or service", () => {
    host.process({ pid: 20, cgroup: `0::/docker/${"b".repeat(64)}\n` });
    host.process({ pid: 21, cgroup: "0::/system.slice/web.service\n" });
    const sample = host.collector().sample();
    expect([processOf(sample, 20).io, processOf(sample, 21).io]).toEqual([null, null]);
    expect([host.files.opened.get("/proc/20/io"), host.files.opened.get("/proc/21/io")]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("is read of a service's process in namespaces of its own, which is no part of the service's group", () => {
    host.process({
      pid: 20,
      cgroup: "0::/system.slice/web.service\n",
      namespaces: { mnt: 900 },
      io: io(10),
    });
    expect(processOf(host.collector().sample(), 20).io).toMatchObject(io(10));
  });

  test("that may not be read is unknown", () => {
    host.process({ pid: 20 });
    host.files.fail("/proc/20/io", "EACCES");
    const sample = host.collector().sample();
    expect(processOf(sample, 20).io).toBeNull();
    expect(sample.issues).toMatchObject([{ code: "denied", path: "/proc/[pid]/io", count: 1 }]);
  });
});

/** How many processes' files of that name have been opened so far. */
function opened(name: string): number {
  let count = 0;
  for (const [path, times] of host.files.opened) if (path.endsWith(`/${name}`)) count += times;
  return count;
}

describe("in haste", () => {
  test("a first sample leaves out what only rates are made of, and the next one has it", () => {
    host.process({ pid: 20, namespaces: { mnt: 800, net: 900 }, io: { readBytes: 7, writeBytes: 8 } });
    const collector = host.collector({ inHaste: true });
    const first = collector.sample();
    expect(processOf(first, 20)).toMatchObject({ io: null, namespaces: { net: 900 } });
    expect(first.networks.size).toBe(0);
    const second = collector.sample();
    expect(processOf(second, 20).io).toMatchObject({ readBytes: 7, writeBytes: 8 });
    expect(second.networks.has(900)).toBe(true);
  });

  test("a process in its parent's mount namespace is taken to be in all of its parent's, until the next sample", () => {
    host.process({ pid: 20, namespaces: { mnt: 800, net: 900 } });
    host.process({ pid: 21, parentPid: 20, namespaces: { mnt: 800, net: 900 } });
    host.process({ pid: 22, parentPid: 20, namespaces: { mnt: 800, net: 901 } });
    const collector = host.collector({ inHaste: true });
    const first = collector.sample();
    expect(processOf(first, 21).namespaces).toBe(processOf(first, 20).namespaces);
    expect(processOf(first, 22).namespaces).toBe(processOf(first, 20).namespaces);
    const second = collector.sample();
    expect(processOf(second, 21).namespaces).toMatchObject({ mnt: 800, net: 900 });
    expect(processOf(second, 22).namespaces).toMatchObject({ mnt: 800, net: 901 });
  });
});
