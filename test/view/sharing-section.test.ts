import { describe, expect, test } from "vitest";
import type { Group, NamespaceUse, Snapshot } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { sharingSections } from "../../src/view/sharing-section.ts";
import { cellsOf, detailOf, groupOf, snapshotOf } from "./detail-fixture.ts";

const HOSTS: NamespaceUse = { inode: 1, sharedWithHost: true, sharedWith: [] };

function groupIn(name: string, uses: Partial<Group["namespaces"]>, more: Partial<Group> = {}): Group {
  return groupOf(name, {
    id: `id-of-${name}`,
    namespaces: { ...perNamespace(() => HOSTS), ...uses },
    ...more,
  });
}

const web = groupIn("web", {
  mnt: { inode: 20, sharedWithHost: false, sharedWith: [] },
  net: { inode: 21, sharedWithHost: false, sharedWith: ["id-of-sidecar", "id-of-proxy"], sharedWithMore: 3 },
  user: { inode: null, sharedWithHost: null, sharedWith: [] },
});
const sidecar = groupIn("sidecar", {
  net: { inode: 21, sharedWithHost: false, sharedWith: ["id-of-web"] },
});
const snapshot: Snapshot = {
  ...snapshotOf(
    web,
    sidecar,
    groupIn("cron", {}, { kind: "service" }),
    groupIn("host", {}, { id: "host", kind: "host" }),
  ),
  findings: [{ code: "pinned", groupId: "id-of-web", pid: null, sentence: "It is open.", evidence: [] }],
};

function section(of = snapshot) {
  const [made] = sharingSections(detailOf(), of);
  return made ?? expect.fail("there is no section");
}

/** The row of a group. */
function row({ id }: Group): unknown {
  const made = section();
  return made.rows.find((each) => made.key(each) === `sharing:${id}`);
}

describe("the matrix of who shares what with whom", () => {
  test("has a row for each group but services, the host's first, and a column for each type", () => {
    expect(cellsOf(section()).map((cells) => Object.values(cells).join(" "))).toEqual([
      "host host host host host host host host host",
      "sidecar host host host host → web host host host",
      "web private host host host → sidecar +4 - host host",
    ]);
    expect(Object.values(section().columns).map(({ title }) => title)).toEqual(
      "NAME MNT UTS PID IPC NET USER CGROUP TIME".split(" "),
    );
  });

  test("opens the namespace of the cell, where it is known which that is", () => {
    expect(section().opens?.(row(web), "net")).toEqual({
      kind: "target",
      target: { kind: "namespace", type: "net", inode: 21 },
    });
    expect(section().opens?.(row(web), "user")).toBeNull();
  });

  test("says of the cell in a sentence what it has no room for", () => {
    expect(["mnt", "uts", "net", "user"].map((cell) => section().remark?.(row(web), cell))).toEqual([
      "web: mnt:20 is its own",
      "web: uts:1 is the host's",
      "web: net:21 is shared with sidecar, id-of-proxy and 3 more",
      "web: user is not known: its links may not be read by this user",
    ]);
  });

  test("is filtered by what its cells say", () => {
    expect(section().searchText(row(sidecar))).toContain("net → web");
  });

  test("keeps the groups about which something was found when only those are wanted", () => {
    expect(section().faulty?.(row(web))).toBe(true);
    expect(section().faulty?.(row(sidecar))).toBe(false);
  });

  test("has something to say where there is no group", () => {
    expect(section(snapshotOf()).rows).toEqual([]);
    expect(section(snapshotOf()).empty).toBe("no group is known");
  });
});
