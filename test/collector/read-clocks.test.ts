import { afterEach, beforeEach, expect, test } from "vitest";
import { detailOf, FixtureHost } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, namespaces: { time: 900 } });
  host.write("/proc/20/timens_offsets", "monotonic 86400 500000000\nboottime -2 0\n");
});
afterEach(() => host.remove());

test("clocks differ by what the time namespace adds", async () => {
  host.link("/proc/20/ns/time_for_children", "time:[900]");
  const { clocks } = await detailOf(host.collector(), 20, "clocks");
  expect(clocks).toEqual({ monotonicSeconds: 86_400.5, boottimeSeconds: -2 });
});

test("what is said of the namespace of its children is not said of the process", async () => {
  host.link("/proc/20/ns/time_for_children", "time:[901]");
  const { clocks, issues } = await detailOf(host.collector(), 20, "clocks");
  expect(clocks).toBeNull();
  expect(issues).toEqual([]);
});
