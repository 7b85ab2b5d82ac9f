import { expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { foldSums } from "../../src/report/fold-sums.ts";
import { fakeGroup } from "../stream/fake-snapshot.ts";

function using(
  id: string,
  cpuPercent: number,
  mebibytes: number | null,
  parentId: string | null = null,
): Group {
  const group = fakeGroup(id, cpuPercent);
  const workingSetBytes = mebibytes === null ? null : mebibytes * 2 ** 20;
  return { ...group, parentId, memory: { ...group.memory, workingSetBytes } };
}

test("what groups use is added up, as far as it is known", () => {
  expect(foldSums([using("a", 10, 3), using("b", 2.5, null)])).toBe("CPU 12.5  MEM 3.0Mi");
});

test("what no group is known to use is not 0", () => {
  expect(foldSums([using("a", 0, null)])).toBe("CPU 0.0  MEM -");
});

test("a container in another one counts once: the outer's control group counts for it", () => {
  expect(foldSums([using("outer", 10, 8), using("outer/inner", 4, 2, "outer")])).toBe("CPU 10.0  MEM 8.0Mi");
});

test("without the outer one it counts for itself, and a service under the host always does", () => {
  const host: Group = { ...using("host", 1, 1), kind: "host" };
  const nginx: Group = { ...using("service:nginx", 2, 2, "host"), kind: "service" };
  expect(foldSums([host, nginx, using("outer/inner", 4, 4, "outer")])).toBe("CPU 7.0  MEM 7.0Mi");
});
