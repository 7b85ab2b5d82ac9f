import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CgroupView } from "../../src/model/cgroup-view.ts";
import {
  describeLive,
  docker,
  eventually,
  Inhabitants,
  type Inspected,
  labSocket,
  nstop,
  SLEEP,
  show,
} from "./lab.ts";
import {
  cgroupDirectory,
  cgroupNumber,
  cgroupPath,
  cgroupText,
  isV2,
  makeCgroup,
  removeCgroup,
  writeCgroup,
} from "./lab-cgroups.ts";

const BURN = ["sh", "-c", "while :; do :; done"];

/** How far CPU may be from its quota, in percent of a core: an emulated machine gives and measures time coarsely. */
const CPU_TOLERANCE = (process.env["V2HOST"] ?? process.env["NSTOP_V2HOST"]) === undefined ? 4 : 25;

describeLive("limits of", () => {
  const inhabitants = new Inhabitants("limits");
  const parents: string[] = [];
  afterAll(async () => {
    await inhabitants.removeAll();
    for (const parent of parents) removeCgroup(parent);
  });

  /** A container below a cgroup that only this file's are in, and where that cgroup is for one controller. */
  function inParent(name: string, options: readonly string[], command: readonly string[] = SLEEP) {
    const isSystemd = docker("info", "--format", "{{.CgroupDriver}}") === "systemd";
    const unit = inhabitants.name(name).replaceAll("-", "");
    const parent = isSystemd ? `${unit}.slice` : `/${unit}`;
    const container = inhabitants.container(name, ["--cgroup-parent", parent, ...options], command);
    const around = (controller: string) => dirname(cgroupDirectory(container.State.Pid, controller));
    // With systemd's driver the slice goes with the container.
    if (!isSystemd) parents.push(parent);
    return { container, around };
  }

  /** A limit's file and value in the words of the version that the machine has. */
  function setQuota(directory: string, percent: number): void {
    if (isV2) writeCgroup(directory, "cpu.max", `${percent * 1000} 100000`);
    else writeCgroup(directory, "cpu.cfs_quota_us", String(percent * 1000));
  }
  const quotaFile = isV2 ? "cpu.max" : "cpu.cfs_quota_us";
  const memoryFile = isV2 ? "memory.max" : "memory.limit_in_bytes";

  function cgroupOf(container: Inspected, delaySeconds?: number): CgroupView {
    return show(container.Id, delaySeconds).cgroup ?? expect.fail("nothing is known of its control group");
  }

  describe("a container that burns under a quota of its own", () => {
    let burner: Inspected;
    beforeAll(() => {
      const { container, around } = inParent("burner", ["--cpus", "0.4"], BURN);
      burner = container;
      // It gets its quota whoever else burns on this machine.
      writeCgroup(around("cpu"), isV2 ? "cpu.weight" : "cpu.shares", isV2 ? "10000" : "262144");
    });

    test("bind where they are its own, and are used up", async () => {
      const directory = cgroupDirectory(burner.State.Pid, "cpu");
      await eventually(() => {
        const { cpu, isOwn, bindingLimit } = cgroupOf(burner, 2);
        expect(isOwn).toBe(true);
        expect(cpu?.quotaPercent).toBe(40);
        expect(cpu?.binding).toMatchObject({
          path: `${directory}/${quotaFile}`,
          cgroupPath: cgroupPath(directory, "cpu"),
          isOwn: true,
          value: 40,
        });
        expect(bindingLimit).toEqual(cpu?.binding);
        expect(Math.abs((cpu?.percent ?? 0) - 40), `${cpu?.percent} %`).toBeLessThanOrEqual(CPU_TOLERANCE);
        expect(Math.abs((cpu?.binding?.used ?? 0) - 40)).toBeLessThanOrEqual(CPU_TOLERANCE);
        expect(cpu?.throttledPercent).toBeGreaterThan(50);
      });
    });

    test("count the periods in which it was held back, as the kernel counts them", () => {
      const directory = cgroupDirectory(burner.State.Pid, "cpu");
      const count = (key: string) => cgroupNumber(directory, "cpu.stat", key);
      const [periods, throttled] = [count("nr_periods"), count("nr_throttled")];
      const { cpu } = cgroupOf(burner);
      expect(cpu?.periods).toBeGreaterThan(periods);
      expect(cpu?.periods).toBeLessThanOrEqual(count("nr_periods"));
      expect(cpu?.throttledPeriods).toBeGreaterThan(throttled);
      expect(cpu?.throttledPeriods).toBeLessThanOrEqual(count("nr_throttled"));
      expect(cpu?.throttledSeconds).toBeGreaterThan(0);
    });
  });

  describe("a container under a tighter parent", () => {
    let parented: ReturnType<typeof inParent>;
    beforeAll(() => {
      // v1 refuses a parent a lower quota than its children have.
      const quota = isV2 ? ["--cpus", "1"] : [];
      parented = inParent("parented", [...quota, "--memory", "64m"], BURN);
      const { around } = parented;
      setQuota(around("cpu"), 20);
      writeCgroup(around("memory"), memoryFile, String(48 * 2 ** 20));
    });

    test("are the parent's, which is named, with what everybody under it uses", async () => {
      const { container, around } = parented;
      await eventually(() => {
        const { cpu, memory, bindingLimit } = cgroupOf(container, 1);
        expect(cpu?.quotaPercent).toBe(isV2 ? 100 : null);
        expect(cpu?.binding).toMatchObject({
          path: `${around("cpu")}/${quotaFile}`,
          cgroupPath: cgroupPath(around("cpu"), "cpu"),
          isOwn: false,
          value: 20,
        });
        expect(cpu?.binding?.usedPercent).toBeGreaterThan(isV2 ? 20 : 60);
        expect(bindingLimit?.path).toBe(cpu?.binding?.path);
        expect(memory).toMatchObject({
          limitBytes: 64 * 2 ** 20,
          binding: { path: `${around("memory")}/${memoryFile}`, isOwn: false, value: 48 * 2 ** 20 },
        });
      });
    });

    test("are told as text, too", () => {
      const { container, around } = parented;
      const { stdout } = nstop("show", container.Id, "--delay", "0.2", "--engine", `unix://${labSocket}`);
      const line = stdout.split("\n").find((each) => each.endsWith(` ${around("cpu")}/${quotaFile}`));
      const parent = cgroupPath(around("cpu"), "cpu");
      expect(line).toMatch(new RegExp(`^cpu +[\\d.]+% +20% +\\d+% +${parent} `));
    });

    test("say that it is the parent that is frozen, while it is", async () => {
      const { container, around } = parented;
      const file = isV2 ? "cgroup.freeze" : "freezer.state";
      const directory = around("freezer");
      writeCgroup(directory, file, isV2 ? "1" : "FROZEN");
      try {
        await eventually(() => {
          expect(cgroupOf(container).freezer).toEqual({ frozen: true, frozenAt: [`${directory}/${file}`] });
        });
      } finally {
        writeCgroup(directory, file, isV2 ? "0" : "THAWED");
      }
      await eventually(() => {
        expect(cgroupOf(container).freezer).toEqual({ frozen: false, frozenAt: [] });
      });
    });
  });

  test("a container of every sort of limit are those that docker was told, and that the files say", async () => {
    const container = inhabitants.container("limited", [
      ...["--memory", "64m", "--memory-reservation", "32m", "--pids-limit", "50"],
      ...["--cpuset-cpus", "0", "--cpu-shares", "2048", "--blkio-weight", "300"],
    ]);
    const { HostConfig, State } = container;
    const { cpu, cpuset, memory, pids, io } = cgroupOf(container);
    expect(memory?.limitBytes).toBe(HostConfig.Memory);
    // In v2 Docker asks for protection of that much, in v1 for reclaim down to it.
    expect(isV2 ? memory?.lowBytes : memory?.softLimitBytes).toBe(HostConfig.MemoryReservation);
    expect(pids).toMatchObject({ limit: HostConfig.PidsLimit, current: 1, refused: 0 });
    expect(pids?.binding).toMatchObject({ isOwn: true, used: 1, usedPercent: 2 });
    expect(cpuset).toMatchObject({ cpus: HostConfig.CpusetCpus, effectiveCpus: "0", effectiveCpuCount: 1 });
    const cpusetFile = `${cgroupDirectory(State.Pid, "cpuset")}/cpuset.cpus`;
    expect(cpu?.binding).toMatchObject({ value: 100, isOwn: true, path: cpusetFile });
    expect(String(cpu?.weight)).toBe(cgroupText(cgroupDirectory(State.Pid, "cpu"), cpu?.weightFile ?? ""));
    // Not every kernel has weights of block I/O.
    const weights = readdirSync(cgroupDirectory(State.Pid, "blkio")).filter((name) =>
      /^(io|blkio)(\.bfq)?\.weight$/.test(name),
    );
    expect(weights.length === 0).toBe(io?.weight === null);
    if (io?.weightFile != null) {
      const text = cgroupText(cgroupDirectory(State.Pid, "blkio"), io.weightFile);
      expect(text.split("\n")[0]).toMatch(new RegExp(`^(default )?${io.weight}$`));
    }
    await eventually(() => {
      const told = docker("stats", "--no-stream", "--format", "{{json .}}", container.Id);
      const { PIDs, MemUsage }: { PIDs: string; MemUsage: string } = JSON.parse(told);
      expect(PIDs).toBe(String(cgroupOf(container).pids?.current));
      expect(MemUsage).toContain("64MiB");
    });
  });

  test("a block device are told by its name, with what went through it", async () => {
    const device = blockDevice();
    const container = inhabitants.container(
      "reader",
      ["--device-read-bps", `/dev/${device.name}:1mb`],
      ["sh", "-c", `dd if=/dev/zero of=/file bs=64k count=32 conv=fsync && exec ${SLEEP.join(" ")}`],
    );
    const directory = cgroupDirectory(container.State.Pid, "blkio");
    const written = () => {
      const file = isV2 ? "io.stat" : "blkio.throttle.io_service_bytes_recursive";
      const found = new RegExp(`^${device.number} (?:Write |.*wbytes=)(\\d+)`, "m").exec(
        cgroupText(directory, file),
      );
      return Number(found?.[1] ?? 0);
    };
    await eventually(() => {
      const before = written();
      const found = cgroupOf(container).io?.devices.find(({ number }) => number === device.number);
      expect(found?.name).toBe(device.name);
      expect(found?.limits).toEqual([
        {
          kind: "readBytesPerSecond",
          value: 2 ** 20,
          path: `${directory}/${isV2 ? "io.max" : "blkio.throttle.read_bps_device"}`,
          isOwn: true,
        },
      ]);
      expect(found?.writeBytes).toBeGreaterThanOrEqual(before);
      expect(found?.writeBytes).toBeLessThanOrEqual(written());
      expect(found?.writes).toBeGreaterThan(0);
    }, 20);
  });

  test("a container that ran out of memory count what was killed", async () => {
    const container = inhabitants.container(
      "greedy",
      ["--memory", "16m"],
      ["sh", "-c", `tail /dev/zero; tail /dev/zero; exec ${SLEEP.join(" ")}`],
    );
    const directory = cgroupDirectory(container.State.Pid, "memory");
    const kills = () => cgroupNumber(directory, isV2 ? "memory.events" : "memory.oom_control", "oom_kill");
    await eventually(() => {
      const { memory } = cgroupOf(container);
      expect(memory?.events?.oomKill).toBe(2);
      expect(memory?.events?.max).toBeGreaterThan(0);
      expect(memory).toMatchObject({ limitBytes: 16 * 2 ** 20, swapLimitBytes: 16 * 2 ** 20 });
    }, 20);
    expect(kills()).toBe(2);
  });

  test("a paused container say that it is frozen, and by which file", async () => {
    const container = inhabitants.container("paused");
    const directory = cgroupDirectory(container.State.Pid, "freezer");
    docker("pause", container.Id);
    const file = isV2 ? "cgroup.freeze" : "freezer.state";
    expect(cgroupText(directory, file)).toBe(isV2 ? "1" : "FROZEN");
    await eventually(() => {
      expect(cgroupOf(container).freezer).toEqual({ frozen: true, frozenAt: [`${directory}/${file}`] });
    });
    docker("unpause", container.Id);
  });

  test("a service are its own, those of a controller that it shares excepted", async () => {
    const slice = `/${inhabitants.name("units")}.slice`;
    const path = `${slice}/web.service`;
    parents.push(path, slice);
    const directory = makeCgroup("memory", path);
    const { pid } = await inhabitants.start("sh", ["-c", "echo ready; exec sleep 2147483647"]);
    writeCgroup(directory, "cgroup.procs", String(pid));
    writeCgroup(directory, memoryFile, String(32 * 2 ** 20));
    const { group, cgroup } = show(String(pid));
    expect(group.kind).toBe("service");
    expect(cgroup).toMatchObject({ path, isOwn: true });
    expect(cgroup?.memory).toMatchObject({
      isOwn: true,
      limitBytes: 32 * 2 ** 20,
      binding: { path: `${directory}/${memoryFile}`, isOwn: true },
    });
    expect(cgroup?.pids?.isOwn ?? false).toBe(isV2);
  });

  test("a bare set of namespaces are those of the control group that it shares", async () => {
    const pid = await inhabitants.bareSet(["--uts"], "true");
    const { group, cgroup } = show(String(pid));
    expect(group.kind).toBe("namespace");
    expect(cgroup?.isOwn).toBe(false);
    expect(cgroup?.memory?.binding?.isOwn ?? false).toBe(false);
    expect(cgroup?.cpu?.hostPercent).toBe(
      readdirSync("/sys/devices/system/cpu").filter((name) => /^cpu\d+$/.test(name)).length * 100,
    );
  });

  test("the host are none, and it is looked at all the same", () => {
    const { cgroup, group } = show("host");
    expect(group.kind).toBe("host");
    expect(cgroup?.isOwn).toBe(false);
    expect(cgroup?.cpu?.percent).toBeGreaterThanOrEqual(0);
  });
});

/** The first block device that has a size and can be opened: what the machine's disk is called. */
function blockDevice(): { readonly number: string; readonly name: string } {
  const names = readdirSync("/sys/block").filter((name) => !/^(loop|ram|zram)/.test(name));
  for (const name of names) {
    const size = Number(readFileSync(`/sys/block/${name}/size`, "utf8"));
    if (size > 0) return { name, number: readFileSync(`/sys/block/${name}/dev`, "utf8").trim() };
  }
  throw new Error(`none of the block devices ${names.join(", ")} can be limited`);
}
