import { afterEach, beforeEach, expect, test } from "vitest";
import { FIRST_NAMESPACES } from "../../src/collector/first-namespaces.ts";
import { probePlace } from "../../src/collector/probe-place.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../../src/procfs/namespace-link.ts";
import { FixtureHost } from "./fixture-host.ts";

/** As on kernels before 6.18, which count those of the first two on from others. */
const OLD = { ...FIRST_NAMESPACES, mnt: 4026531841, net: 4026531840 };
const ID = "0123456789abcdef".repeat(4);

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  live({});
  host.process({ pid: 1, namespaces: OLD });
});
afterEach(() => host.remove());

/** Puts nstop into namespaces of its own. */
function live(own: Partial<Record<NamespaceType, number>>, cgroup = "0::/user.slice\n"): void {
  const inodes = { ...OLD, ...own };
  for (const type of NAMESPACE_TYPES) host.link(`/proc/self/ns/${type}`, `${type}:[${inodes[type]}]`);
  host.write("/proc/self/cgroup", cgroup);
}

const place = () => probePlace(host.reader);

test("on the host itself every namespace is the host's", async () => {
  const { isHosts, container } = await place();
  expect(Object.values(isHosts)).toEqual(NAMESPACE_TYPES.map(() => true));
  expect(container).toBeNull();
});

test("in a container with the host's pids the others are its own, and its cgroup names it", async () => {
  live({ net: 4026532337, uts: 4026532334, mnt: 4026532333 }, `0::/docker/${ID}\n`);
  expect(await place()).toMatchObject({
    isHosts: { pid: true, net: false, uts: false, mnt: false, user: true, cgroup: true },
    container: "docker 0123456789ab",
  });
});

test("in a pid namespace of its own, pid 1 is not the host's, and is not compared with", async () => {
  live({ pid: 4026532336, net: 4026532337 });
  host.process({ pid: 1, namespaces: { ...OLD, pid: 4026532336, net: 4026532337 } });
  expect(await place()).toMatchObject({ isHosts: { pid: false, net: null, uts: true } });
});

test("where nobody may look at pid 1, what bears no fixed number is not known before kernel 6.18", async () => {
  live({ net: 4026532337, uts: 4026532334 });
  for (const type of NAMESPACE_TYPES) host.files.fail(`/proc/1/ns/${type}`, "EACCES");
  expect(await place()).toMatchObject({ isHosts: { net: null, uts: false, user: true } });
  host.write("/proc/sys/kernel/osrelease", "6.18.1\n");
  expect(await place()).toMatchObject({ isHosts: { net: false, uts: false, user: true } });
});
