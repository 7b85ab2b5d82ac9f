import { expect, test } from "vitest";
import { parseMemoryStat } from "../../src/cgroupfs/memory-stat.ts";
import { fixtureText } from "../procfs/fixture.ts";
import { V1_MEMORY_LIMITED, v1, v2 } from "./containers.ts";

test("reads a v2 container", () => {
  expect(parseMemoryStat(v2("memory.stat"))).toEqual({
    anonymousBytes: 61440,
    fileBytes: 0,
    inactiveFileBytes: 0,
    sharedBytes: 0,
    swapBytes: null,
    kernelBytes: 262144,
    refaults: 0,
    hierarchicalLimitBytes: null,
  });
});

test("reads a v1 container", () => {
  expect(parseMemoryStat(v1("memory", "memory.stat", V1_MEMORY_LIMITED))).toEqual({
    anonymousBytes: 30179328,
    fileBytes: 0,
    inactiveFileBytes: 0,
    sharedBytes: 0,
    swapBytes: 0,
    kernelBytes: null,
    refaults: 0,
    hierarchicalLimitBytes: 33554432,
  });
});

test("in v1 takes what includes the cgroups below", () => {
  const text = "cache 1\nrss 2\ninactive_file 3\ntotal_cache 10\ntotal_rss 20\ntotal_inactive_file 30\n";
  expect(parseMemoryStat(text)).toMatchObject({
    anonymousBytes: 20,
    fileBytes: 10,
    inactiveFileBytes: 30,
    sharedBytes: null,
    refaults: null,
  });
});

test("in v1 without a hierarchy takes what there is", () => {
  expect(parseMemoryStat("cache 1\nrss 2\ninactive_file 3\n")).toMatchObject({
    anonymousBytes: 2,
    fileBytes: 1,
    inactiveFileBytes: 3,
  });
});

test.each([
  ["anon 1\nfile 1\ninactive_file 1\nworkingset_refault 5\n", 5],
  ["anon 1\nfile 1\ninactive_file 1\nworkingset_refault_anon 2\nworkingset_refault_file 5\n", 7],
  [
    "total_rss 1\ntotal_cache 1\ntotal_inactive_file 1\nworkingset_refault_file 1\ntotal_workingset_refault_file 4\n",
    4,
  ],
])("adds up what was thrown out and wanted back: %j", (text, refaults) => {
  expect(parseMemoryStat(text).refaults).toBe(refaults);
});

test("tells file memory that was not used lately from all of it", () => {
  const stat = parseMemoryStat(
    fixtureText("v2-docker-systemd", "/sys/fs/cgroup/system.slice/docker.service/memory.stat"),
  );
  expect(stat.inactiveFileBytes).toBeGreaterThan(0);
  expect(stat.inactiveFileBytes).toBeLessThan(stat.fileBytes);
});

const V2 = "anon 1\nfile 2\ninactive_file 3\n";

test("adds up what older kernels tell of the kernel's own, and what was wanted back", () => {
  expect(parseMemoryStat(`${V2}kernel_stack 10\nslab 20\nworkingset_refault 7\n`)).toMatchObject({
    kernelBytes: 30,
    refaults: 7,
  });
  expect(
    parseMemoryStat(`${V2}kernel 50\nslab 20\nworkingset_refault_anon 3\nworkingset_refault_file 4\n`),
  ).toMatchObject({ kernelBytes: 50, refaults: 7 });
});

test("takes the number that stands for no limit in v1 as none", () => {
  const text = "cache 1\nrss 2\ninactive_file 3\nhierarchical_memory_limit 9223372036854771712\n";
  expect(parseMemoryStat(text).hierarchicalLimitBytes).toBe("max");
});

test.each(["", "anon 1\nfile 2\n", "anon -1\nfile 1\ninactive_file 1\n", "anon\n"])(
  "throws on %j",
  (text) => {
    expect(() => parseMemoryStat(text)).toThrow(SyntaxError);
  },
);
