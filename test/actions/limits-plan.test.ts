import { describe, expect, test } from "vitest";
import { dockerPlan, podmanPlan } from "../../src/actions/limits-plan.ts";
import type { SetLimits } from "../../src/engines/controlled-container.ts";

const NONE: SetLimits = { nanoCpus: 0, cpuQuota: 0, cpuPeriod: 0, memory: 0, memorySwap: 0 };
const CAPACITY = { cpus: 4, memoryBytes: 8 * 2 ** 30 };
const MEBIBYTE = 2 ** 20;

describe("Docker is told of CPU", () => {
  test.each([
    { made: "without a limit", set: {}, update: { NanoCpus: 500_000_000 } },
    { made: "with --cpus", set: { nanoCpus: 1 }, update: { NanoCpus: 500_000_000 } },
    { made: "with --cpu-quota", set: { cpuQuota: 30_000 }, update: { CpuQuota: 50_000 } },
    { made: "with a period", set: { cpuQuota: 30_000, cpuPeriod: 50_000 }, update: { CpuQuota: 25_000 } },
    // Docker keeps that a quota was taken away, and lets it win when the container starts.
    { made: "and freed of its quota", set: { cpuQuota: -1 }, update: { CpuQuota: 50_000 } },
  ])("as a container that was made $made", ({ set, update }) => {
    expect(dockerPlan({ cpuPercent: 50 }, { ...NONE, ...set }, CAPACITY)).toEqual({
      update,
      said: ["CPU 50 %"],
    });
  });

  test("with how long it holds, where a quota that was taken away wins at the next start", () => {
    const { said } = dockerPlan({ cpuPercent: 50 }, { ...NONE, nanoCpus: 1, cpuQuota: -1 }, CAPACITY);
    expect(said).toEqual(["CPU 50 % until its next start, at which its engine forgets it"]);
  });

  test("that the limit goes, as far as it can", () => {
    const max = (set: Partial<SetLimits>) => dockerPlan({ cpuPercent: "max" }, { ...NONE, ...set }, CAPACITY);
    expect(max({})).toEqual({ update: {}, said: ["CPU without a limit, as it was"] });
    expect(max({ cpuQuota: 30_000 })).toEqual({ update: { CpuQuota: -1 }, said: ["CPU without a limit"] });
    const whole = max({ nanoCpus: 500_000_000 });
    expect(whole.update).toEqual({ NanoCpus: 4_000_000_000 });
    expect(whole.said[0]).toContain("cannot take this limit away");
  });
});

describe("Docker is told of memory, and swap with it", () => {
  const bytes = 128 * MEBIBYTE;

  test("as much as `docker run` gives where there was no limit", () => {
    const { update, said } = dockerPlan({ memoryBytes: bytes }, NONE, CAPACITY);
    expect(update).toEqual({ Memory: bytes, MemorySwap: 2 * bytes });
    expect(said).toEqual(["memory 128 MiB", "swap 128 MiB"]);
  });

  test("as much as it had", () => {
    const set = { ...NONE, memory: 64 * MEBIBYTE, memorySwap: 80 * MEBIBYTE };
    const { update } = dockerPlan({ memoryBytes: bytes }, set, CAPACITY);
    expect(update).toEqual({ Memory: bytes, MemorySwap: bytes + 16 * MEBIBYTE });
  });

  test("without a limit where it had none", () => {
    const set = { ...NONE, memory: 64 * MEBIBYTE, memorySwap: -1 };
    expect(dockerPlan({ memoryBytes: bytes }, set, CAPACITY).update).toEqual({
      Memory: bytes,
      MemorySwap: -1,
    });
  });

  test("up to all that the host has, since the limit cannot be taken away", () => {
    const set = { ...NONE, memory: 64 * MEBIBYTE, memorySwap: 128 * MEBIBYTE };
    const { update, said } = dockerPlan({ memoryBytes: "max" }, set, CAPACITY);
    expect(update).toEqual({ Memory: 8 * 2 ** 30, MemorySwap: 16 * 2 ** 30 });
    expect(said[0]).toContain("memory 8 GiB, all of the host's");
    expect(dockerPlan({ memoryBytes: "max" }, NONE, CAPACITY).update).toEqual({});
  });
});

test("Podman is told what the kernel is, and takes limits away", () => {
  expect(podmanPlan({ cpuPercent: 250, memoryBytes: MEBIBYTE })).toEqual({
    update: { cpu: { quota: 250_000, period: 100_000 }, memory: { limit: MEBIBYTE, swap: 2 * MEBIBYTE } },
    said: ["CPU 250 %", "memory 1 MiB"],
  });
  expect(podmanPlan({ cpuPercent: "max", memoryBytes: "max" }).update).toEqual({
    cpu: { quota: -1, period: 100_000 },
    memory: { limit: -1, swap: -1 },
  });
  expect(podmanPlan({ memoryBytes: MEBIBYTE }).update).not.toHaveProperty("cpu");
});
