import { expect, test } from "vitest";
import { parseCgroups } from "../../src/procfs/cgroups.ts";

/** Of a v2 host that was started with `cgroup_disable=memory`. */
const DISABLED = `#subsys_name	hierarchy	num_cgroups	enabled
cpuset	0	6	1
memory	0	6	0
pids	8	6	1
`;

test("tells which controllers the kernel has, and which of them are switched off", () => {
  expect(parseCgroups(DISABLED)).toEqual([
    { name: "cpuset", hierarchyId: 0, enabled: true },
    { name: "memory", hierarchyId: 0, enabled: false },
    { name: "pids", hierarchyId: 8, enabled: true },
  ]);
});

test.each(["cpu", "cpu\t1\t6", "cpu\t1\t6\tyes"])("throws on the line %j", (line) => {
  expect(() => parseCgroups(`${DISABLED}${line}\n`)).toThrow(SyntaxError);
});

test("throws without its heading", () => {
  expect(() => parseCgroups("cpuset\t0\t6\t1\n")).toThrow(SyntaxError);
});
