import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { describeLive, docker, eventually, groupOf, Inhabitants, type Inspected, list } from "../live/lab.ts";
import { cgroupCount, cgroupFile } from "./cgroup-file.ts";

const MIB = 2 ** 20;

/** Where each of Docker's drivers puts a container. */
const CGROUP_PATHS: Readonly<Record<string, (id: string) => string>> = {
  systemd: (id) => `/system.slice/docker-${id}.scope`,
  cgroupfs: (id) => `/docker/${id}`,
};

const pathOf = ({ Id }: Inspected): string => CGROUP_PATHS[process.env["NSTOP_V2HOST"] ?? ""]?.(Id) ?? "";

/** Counters of `cpu.stat` that only grow. */
function cpuCounters(path: string) {
  const [usage = 0, periods = 0, throttled = 0] = ["usage_usec", "nr_periods", "nr_throttled"].map((name) =>
    cgroupCount(path, "cpu.stat", name),
  );
  return { usage, periods, throttled, milliseconds: performance.now() };
}

describeLive("on a host with nothing but cgroup v2", () => {
  const inhabitants = new Inhabitants("v2");
  let burner: Inspected;
  let hungry: Inspected;
  let paused: Inspected;
  let before: ReturnType<typeof cpuCounters>;
  let snapshot: Snapshot;
  let after: ReturnType<typeof cpuCounters>;

  const group = (container: Inspected): Group => groupOf(snapshot, container.Id);

  beforeAll(async () => {
    burner = inhabitants.container("burner", ["--cpus", "0.4"], ["sh", "-c", "while :; do :; done"]);
    hungry = inhabitants.container("hungry", ["--memory", "48m", "--pids-limit", "50"]);
    const eat = "for n in 1 2 3; do dd if=/dev/zero of=/dev/null bs=96M count=1 2>/dev/null; done; true";
    docker("exec", hungry.Id, "sh", "-c", eat);
    paused = inhabitants.container("paused");
    docker("pause", paused.Id);
    await eventually(() => {
      before = cpuCounters(pathOf(burner));
      snapshot = list();
      after = cpuCounters(pathOf(burner));
      // On a slow machine the engine may not answer in time.
      expect(snapshot.engines).toMatchObject([{ state: "connected" }]);
    });
  });
  afterAll(() => inhabitants.removeAll());

  test("containers are known by where the engine's driver put them", () => {
    expect(snapshot.host.cgroupVersion).toBe("v2");
    for (const container of [burner, hungry, paused]) {
      expect(group(container)).toMatchObject({
        kind: "container",
        engine: "docker",
        id: container.Id,
        name: container.Name.slice(1),
        leaderPid: container.State.Pid,
        cgroupPath: pathOf(container),
      });
    }
  });

  test("services are shown as services", () => {
    const service = snapshot.groups.find(({ name }) => name === "v2host.service");
    expect(service).toMatchObject({
      kind: "service",
      parentId: "host",
      cgroupPath: "/system.slice/v2host.service",
    });
  });

  test("a container that burns under a quota is throttled at it, as cpu.stat says", () => {
    expect(cgroupFile(pathOf(burner), "cpu.max")).toBe("40000 100000");
    const { cpu, verdict } = group(burner);
    expect(cpu.limitPercent).toBe(40);
    const spent = (after.usage - before.usage) / 10 / (after.milliseconds - before.milliseconds);
    expect(cpu.percent, `cpu.stat ${spent}`).toBeGreaterThan(20);
    expect(cpu.percent, `cpu.stat ${spent}`).toBeLessThan(60);
    expect(Math.abs((cpu.percent ?? 0) - spent), `cpu.stat ${spent}`).toBeLessThan(15);
    expect(after.throttled).toBeGreaterThan(before.throttled);
    expect(cpu.throttledPercent).toBeGreaterThan(50);
    expect(verdict?.code).toBe("cpu-throttled");
  });

  test("a container that ran out of memory shows its limit and each kill", () => {
    expect(cgroupFile(pathOf(hungry), "memory.max")).toBe(String(48 * MIB));
    expect(cgroupCount(pathOf(hungry), "memory.events", "oom_kill")).toBe(3);
    expect(group(hungry).memory).toMatchObject({ limitBytes: 48 * MIB, oomKills: 3 });
    expect(group(paused).memory).toMatchObject({ limitBytes: null, oomKills: 0 });
  });

  test("memory is what memory.current says of a container that does nothing", () => {
    const { currentBytes, workingSetBytes, anonymousBytes } = group(paused).memory;
    expect(currentBytes).toBe(Number(cgroupFile(pathOf(paused), "memory.current")));
    expect(anonymousBytes).toBe(cgroupCount(pathOf(paused), "memory.stat", "anon"));
    const inactive = cgroupCount(pathOf(paused), "memory.stat", "inactive_file");
    expect(workingSetBytes).toBe((currentBytes ?? 0) - inactive);
  });

  test("the number of processes and its limit are those of pids.current and pids.max", () => {
    expect(group(hungry).pids).toMatchObject({
      current: Number(cgroupFile(pathOf(hungry), "pids.current")),
      limit: 50,
    });
    const max = cgroupFile(pathOf(paused), "pids.max"); // systemd gives every unit one
    expect(group(paused).pids).toMatchObject({ current: 1, limit: max === "max" ? max : Number(max) });
  });

  test("a paused container is frozen, and the others are not", () => {
    expect(cgroupFile(pathOf(paused), "cgroup.freeze")).toBe("1");
    expect(group(paused)).toMatchObject({ state: "paused", frozen: true, cpu: { percent: 0 } });
    expect(group(burner)).toMatchObject({ state: "running", frozen: false });
  });

  test("pressure is known of the host and of each container", () => {
    const measured = { some10Percent: expect.any(Number), full10Percent: expect.any(Number) };
    const all = { cpu: measured, memory: measured, io: measured };
    expect(snapshot.host.pressure).toEqual(all);
    for (const container of [burner, hungry, paused]) expect(group(container).pressure).toEqual(all);
    expect(group(burner).pressure?.cpu?.some10Percent).toBeGreaterThan(0);
  });

  test("nothing could not be read", () => {
    expect(snapshot.issues).toEqual([]);
  });
});
