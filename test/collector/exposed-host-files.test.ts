import { expect, test } from "vitest";
import { exposedHostFiles } from "../../src/collector/exposed-host-files.ts";
import { parseMountinfo } from "../../src/procfs/mountinfo.ts";

const HOST = `
1 0 254:0 / / rw - ext4 /dev/vda rw
2 1 0:21 / /proc rw - proc proc rw
3 1 0:22 / /run rw - tmpfs tmpfs rw
4 1 254:1 /volumes /srv/volumes rw - ext4 /dev/vdb rw
5 1 0:181 / /var/lib/docker/overlay2/abc/merged rw - overlay overlay rw
6 1 0:6 / /dev rw - devtmpfs devtmpfs rw
`;

/** What of the host is shown by a mount namespace with these mounts. */
function exposed(mounts: string): string[] {
  return exposedHostFiles(parseMountinfo(mounts.trimStart()), parseMountinfo(HOST.trimStart())).map(
    ({ mountPoint, source, writable }) => `${mountPoint} is ${source} ${writable ? "rw" : "ro"}`,
  );
}

test("a directory is named as the host names it, and the mount's own root is left to the judge", () => {
  expect(
    exposed(`
10 9 0:181 / / rw - overlay overlay rw
11 10 254:0 /etc /host/etc ro - ext4 /dev/vda rw
12 10 0:22 /docker.sock /var/run/docker.sock rw - tmpfs tmpfs rw
13 10 254:1 /volumes/db/_data /data rw - ext4 /dev/vdb rw
14 10 254:0 /home /home rw - ext4 /dev/vda ro
`),
  ).toEqual([
    "/ is /var/lib/docker/overlay2/abc/merged rw",
    "/host/etc is /etc ro",
    "/var/run/docker.sock is /run/docker.sock rw",
    "/data is /srv/volumes/db/_data rw",
    "/home is /home ro",
  ]);
});

test("file systems of its own are none of the host's", () => {
  expect(exposed("10 9 0:99 / / rw - overlay overlay rw\n11 10 0:98 / /dev rw - tmpfs tmpfs rw\n")).toEqual(
    [],
  );
});

test("a part of a file system that the host has not mounted cannot be named, and is left out", () => {
  expect(exposed("11 10 254:1 /elsewhere /there rw - ext4 /dev/vdb rw\n")).toEqual([]);
});

test("the kernel's file systems are told only where no engine would put them", () => {
  expect(
    exposed(`
11 10 0:21 / /proc rw - proc proc rw
12 10 0:21 /sys /proc/sys ro - proc proc rw
13 10 0:21 / /host/proc rw - proc proc rw
14 10 0:6 / /dev rw - devtmpfs devtmpfs rw
15 10 0:4 net:[4026531840] /run/netns/x rw - nsfs nsfs rw
`),
  ).toEqual(["/host/proc is /proc rw", "/dev is /dev rw"]);
});

test("what comes along with the host's root is not listed again, unless it can do more", () => {
  expect(
    exposed(`
11 10 254:0 / /host ro - ext4 /dev/vda rw
12 11 0:22 / /host/run ro - tmpfs tmpfs rw
13 11 254:1 /volumes /host/srv/volumes rw - ext4 /dev/vdb rw
14 11 254:0 /etc /host/mnt ro - ext4 /dev/vda rw
`),
  ).toEqual(["/host is / ro", "/host/srv/volumes is /srv/volumes rw", "/host/mnt is /etc ro"]);
});
