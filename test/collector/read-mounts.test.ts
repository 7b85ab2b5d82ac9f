import { afterEach, beforeEach, expect, test } from "vitest";
import { detailOf, FixtureHost } from "./fixture-host.ts";

const LAYER = "ab".repeat(32);

const HOST_MOUNTS = [
  "1 0 8:1 / / rw - ext4 /dev/sda rw",
  "2 1 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw",
  `3 1 0:50 / /var/lib/docker/overlay2/${LAYER}/merged rw - overlay overlay rw`,
  "4 1 0:60 / /srv/shared rw - nfs box:/shared rw",
].join("\n");

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, namespaces: { mnt: 900 } });
  host.write("/proc/1/mountinfo", `${HOST_MOUNTS}\n`);
});
afterEach(() => host.remove());

const fromHost = async (...lines: readonly string[]) => {
  host.write("/proc/20/mountinfo", lines.map((line) => `${line}\n`).join(""));
  const { mounts } = await detailOf(host.collector(), 20, "mounts");
  return mounts?.map((mount) => mount.fromHost);
};

test("a directory, a file or a whole file system that the host has mounted comes from it", async () => {
  expect(
    await fromHost(
      "50 40 8:1 /srv/data /data rw - ext4 /dev/sda rw",
      "51 40 8:1 /etc/hosts /etc/hosts ro - ext4 /dev/sda rw",
      "52 40 0:60 / /shared rw - nfs box:/shared rw",
    ),
  ).toEqual([true, true, true]);
});

test("what was made for the container does not, though the host can see it", async () => {
  expect(
    await fromHost(
      "50 40 0:50 / / rw - overlay overlay rw",
      "51 50 0:70 / /tmp rw - tmpfs tmpfs rw",
      "52 50 0:71 / /proc rw - proc proc rw",
    ),
  ).toEqual([false, false, false]);
});

test("the whole tree of control groups does, the container's own part of it does not", async () => {
  expect(
    await fromHost(
      "50 40 0:29 / /all rw - cgroup2 cgroup2 rw",
      "51 40 0:29 /docker/a /sys/fs/cgroup ro - cgroup2 cgroup2 rw",
    ),
  ).toEqual([true, false]);
});

test("what the engine keeps for this container does not, what it keeps for another one does", async () => {
  const [own, other] = ["a".repeat(64), "b".repeat(64)];
  host.process({ pid: 20, namespaces: { mnt: 900 }, cgroup: `0::/system.slice/docker-${own}.scope\n` });
  expect(
    await fromHost(
      `50 40 8:1 /docker/containers/${own}/hosts /etc/hosts rw - ext4 /dev/sda rw`,
      `51 40 8:1 /docker/containers/${other}/hosts /stolen rw - ext4 /dev/sda rw`,
    ),
  ).toEqual([false, true]);
});

test("to a process in the host's mount namespace nothing comes from elsewhere", async () => {
  host.process({ pid: 20 });
  expect(await fromHost("1 0 8:1 / / rw - ext4 /dev/sda rw")).toEqual([false]);
});

test("where the host's mounts may not be read it is not known", async () => {
  host.files.fail("/proc/1/mountinfo", "EACCES");
  expect(await fromHost("1 0 8:1 / / rw - ext4 /dev/sda rw")).toEqual([null]);
});
