import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MountFacts } from "../../src/collector/detail-sample.ts";
import { mountsSection } from "../../src/view/mounts-section.ts";
import { NOT_READABLE } from "../../src/view/part-rows.ts";
import { cellsOf, detailOf } from "./detail-fixture.ts";

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

  test("that could not be read are not the same as none", () => {
    expect(mountsSection(detailOf({ mounts: null })).empty).toBe(NOT_READABLE);
  });
});
