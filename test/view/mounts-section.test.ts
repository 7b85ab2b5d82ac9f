import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MountFacts } from "../../src/collector/detail-sample.ts";
import { mountsSection, mountsSections } from "../../src/view/mounts-section.ts";
import { NOT_READABLE } from "../../src/view/part-rows.ts";
import { cellsOf, detailOf, titled } from "./detail-fixture.ts";

function mountOf(mountId: number, parentId: number, known: Partial<MountFacts> = {}): MountFacts {
  return {
    mountId,
    parentId,
    mountPoint: `/${mountId}`,
    root: "/",
    fsType: "tmpfs",
    source: "tmpfs",
    options: ["rw", "nosuid"],
    superOptions: ["rw", "size=64k"],
    propagation: "private",
    fromHost: false,
    ...known,
  };
}

const of = (...mounts: readonly MountFacts[]) => mountsSection(detailOf({ mounts }));

describe("mounts", () => {
  test("show type, source, options of both kinds, and propagation", () => {
    expect(cellsOf(of(mountOf(1, 0, { mountPoint: "/" })))).toEqual([
      {
        mountPoint: "/",
        type: "tmpfs",
        source: "tmpfs",
        host: "",
        options: "rw,nosuid,size=64k",
        propagation: "private",
      },
    ]);
  });

  test("show the directory of a bind mount as findmnt does", () => {
    const bind = mountOf(1, 0, { source: "/dev/vda", root: "/srv/data" });
    expect(cellsOf(of(bind))[0]?.["source"]).toBe("/dev/vda[/srv/data]");
  });

  test("are read-only when the mount or its file system is", () => {
    const [mount, fileSystem] = cellsOf(
      of(
        mountOf(1, 0, { options: ["ro", "nodev"], superOptions: ["rw"] }),
        mountOf(2, 1, { options: ["rw"], superOptions: ["ro"] }),
      ),
    );
    expect([mount?.["options"], fileSystem?.["options"]]).toEqual(["ro,nodev", "ro"]);
  });

  test("of the host are marked, and told writable from read-only by mount and file system", () => {
    const section = of(
      mountOf(1, 0, { fromHost: true }),
      mountOf(2, 1, { fromHost: true, options: ["ro"] }),
      mountOf(3, 1, { fromHost: true, superOptions: ["ro"] }),
      mountOf(4, 1),
      mountOf(5, 1, { fromHost: null }),
    );
    expect(cellsOf(section).map(({ host }) => host)).toEqual(["writable", "read-only", "read-only", "", ""]);
    expect(section.rows.map((row) => section.columns["host"]?.style?.(row))[0]).toEqual({ color: "yellow" });
  });

  test("are a tree, whatever the order in which they were made", () => {
    const section = of(mountOf(3, 2), mountOf(1, 0), mountOf(4, 1), mountOf(2, 1), mountOf(9, 77));
    expect(section.rows.map(({ mountId }) => mountId)).toEqual([1, 4, 2, 3, 9]);
    expect(section.rows.map((row) => section.parentKey?.(row))).toEqual([
      null,
      "mount:1",
      "mount:1",
      "mount:2",
      null,
    ]);
  });

  test("in any tree are all shown once, each after its parent", () => {
    const trees = fc
      .array(fc.nat(), { maxLength: 40 })
      .map((numbers) => numbers.map((number, index) => mountOf(index + 1, number % (index + 1))));
    const shuffled = trees.chain((mounts) => fc.shuffledSubarray(mounts, { minLength: mounts.length }));
    fc.assert(
      fc.property(shuffled, (mounts) => {
        const ids = of(...mounts).rows.map(({ mountId }) => mountId);
        expect(ids.toSorted((a, b) => a - b)).toEqual(
          mounts.map(({ mountId }) => mountId).sort((a, b) => a - b),
        );
        for (const { mountId, parentId } of mounts)
          expect(ids.indexOf(mountId)).toBeGreaterThan(ids.indexOf(parentId));
      }),
    );
  });

  test("a shared one is marked, since what is mounted there appears elsewhere too", () => {
    const section = of(mountOf(1, 0, { propagation: "shared:12" }), mountOf(2, 1));
    expect(section.rows.map((row) => section.columns["propagation"]?.style?.(row))).toEqual([
      { color: "yellow" },
      undefined,
    ]);
  });

  test("stand below what the root file system is, and how many come from the host", () => {
    const facts = (...mounts: readonly MountFacts[]) =>
      cellsOf(titled(mountsSections(detailOf({ mounts })), "Root")).map(({ value }) => value);
    const root = mountOf(1, 0, { mountPoint: "/", fsType: "overlay", source: "overlay" });
    const hidden = mountOf(9, 0, { mountPoint: "/", fsType: "rootfs" });
    expect(facts(hidden, root, mountOf(2, 1, { fromHost: true }))).toEqual([
      "overlay overlay, writable, private",
      "1 writable, 0 read-only",
    ]);
    expect(facts({ ...root, fromHost: true, options: ["ro"] })).toEqual([
      "overlay overlay, read-only, private, the host's",
      "0 writable, 1 read-only",
    ]);
    expect(facts(root)[1]).toBe("none");
    expect(facts(mountOf(2, 1, { fromHost: null }))).toEqual(["-", "-"]);
  });

  test("that could not be read are not the same as none", () => {
    expect(mountsSection(detailOf({ mounts: null })).empty).toBe(NOT_READABLE);
  });
});
