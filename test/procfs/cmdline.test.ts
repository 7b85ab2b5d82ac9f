import { expect, test } from "vitest";
import { parseCmdline } from "../../src/procfs/cmdline.ts";

test("has all values of an argument in their order, since of most the last one counts", () => {
  const values = parseCmdline("console=ttyS0 quiet psi=1 cgroup_disable=memory psi=0 root=UUID=1-2\n");
  expect(values.get("psi")).toEqual(["1", "0"]);
  expect(values.get("cgroup_disable")).toEqual(["memory"]);
  expect(values.get("root")).toEqual(["UUID=1-2"]);
});

test("an argument without a value is there", () => {
  const values = parseCmdline("quiet\n");
  expect(values.get("quiet")).toEqual([""]);
  expect(values.has("psi")).toBe(false);
});
