import { describe, expect, test } from "vitest";
import { parseMountinfo } from "../../src/procfs/mountinfo.ts";
import { fixtureText } from "./fixture.ts";

describe("of a captured container", () => {
  const mounts = parseMountinfo(fixtureText("v2-docker-systemd", "/proc/349/mountinfo"));

  test("reads every field of a mount", () => {
    expect(mounts).toContainEqual({
      mountId: 93,
      parentId: 92,
      device: "0:46",
      root: "/",
      mountPoint: "/dev/pts",
      options: ["rw", "nosuid", "noexec", "relatime"],
      propagation: "private",
      fsType: "devpts",
      source: "devpts",
      superOptions: ["rw", "gid=5", "mode=620", "ptmxmode=666"],
    });
  });

  test("reads which directory of a file system is mounted", () => {
    expect(mounts.find(({ mountPoint }) => mountPoint === "/proc/sys")?.root).toBe("/sys");
  });

  test("its root file system follows that of the host", () => {
    expect(mounts[0]).toMatchObject({ mountPoint: "/", fsType: "overlay", propagation: "master:26" });
  });
});

test("reads a namespace that is mounted", () => {
  const mounts = parseMountinfo(fixtureText("v2-docker-systemd", "/proc/1/mountinfo"));
  expect(mounts).toContainEqual(
    expect.objectContaining({
      root: "net:[4026531840]",
      mountPoint: "/run/docker/netns/default",
      fsType: "nsfs",
    }),
  );
});

describe("hostile lines", () => {
  const parse = (line: string) => parseMountinfo(`${line}\n`)[0];

  test("a name with a space, a tab, a newline, a backslash and a number sign comes back as it was", () => {
    const line = String.raw`40 23 8:1 /a\040b /m\011n\012o\134p\043 rw - ext4 /dev/x\040y rw`;
    expect(parse(line)).toMatchObject({ root: "/a b", mountPoint: "/m\tn\no\\p#", source: "/dev/x y" });
  });

  test("a name that holds what looks like an escape keeps it", () => {
    expect(parse(String.raw`40 23 8:1 / /\134040 rw - ext4 /dev/sda1 rw`)?.mountPoint).toBe(
      String.raw`/\040`,
    );
  });

  test("what looks like an escape that the kernel never writes stays", () => {
    expect(parse(String.raw`40 23 8:1 / /\303\251\08\x20 rw - ext4 x rw`)?.mountPoint).toBe(
      String.raw`/\303\251\08\x20`,
    );
  });

  test("names that look like the separator or like another field are names", () => {
    expect(parse("40 23 8:1 - - rw - ext4 - rw")).toMatchObject({ root: "-", mountPoint: "-", source: "-" });
    expect(parse("40 23 8:1 / /mnt//deleted rw - ext4 x rw")?.mountPoint).toBe("/mnt//deleted");
    expect(parse("40 23 8:1 / /x\u00a0y\u2028z rw - ext4 x rw")?.mountPoint).toBe("/x\u00a0y\u2028z");
  });

  test("an empty source is an empty source", () => {
    expect(parse("40 23 0:50 / /mnt rw - tmpfs  rw,size=4k")).toMatchObject({
      fsType: "tmpfs",
      source: "",
      superOptions: ["rw", "size=4k"],
    });
  });

  test("a comma in the value of an option does not divide it", () => {
    expect(parse(String.raw`40 23 0:50 / /m rw - overlay o rw,lowerdir=/a\054b`)?.superOptions).toEqual([
      "rw",
      "lowerdir=/a,b",
    ]);
  });

  test.each([
    ["", "private"],
    ["shared:7 ", "shared:7"],
    ["shared:7 master:3 ", "shared:7,master:3"],
    ["master:3 propagate_from:2 ", "master:3,propagate_from:2"],
    ["unbindable ", "unbindable"],
  ])("optional fields %j mean %j", (fields, propagation) => {
    expect(parse(`40 23 8:1 / / rw ${fields}- ext4 /dev/sda1 rw`)?.propagation).toBe(propagation);
  });

  test.each([
    "40 23 8:1 / / rw ext4 /dev/sda1 rw",
    "40 23 8:1 / / rw - ext4 /dev/sda1",
    "40 23 8 / / rw - ext4 /dev/sda1 rw",
    "x 23 8:1 / / rw - ext4 /dev/sda1 rw",
    "",
  ])("throws on %j", (line) => {
    expect(() => parse(line)).toThrow(SyntaxError);
  });
});
