import { describe, expect, test } from "vitest";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { namespacesSections } from "../../src/view/namespaces-sections.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { cellsOf, detailOf, groupOf, pageOf, snapshotOf, titled } from "./detail-fixture.ts";

const namespaces = {
  ...perNamespace(() => ({ inode: 4026531835, sharedWithHost: true, sharedWith: [] as string[] })),
  mnt: { inode: 4026532201, sharedWithHost: false, sharedWith: [] },
  net: { inode: 4026532204, sharedWithHost: false, sharedWith: ["id-of-sidecar", "id-of-nobody-known"] },
  user: { inode: null, sharedWithHost: null, sharedWith: [] },
};
const web = groupOf("web", { namespaces });
const snapshot = snapshotOf(web, groupOf("sidecar", { id: "id-of-sidecar" }));

describe("the namespaces of a group", () => {
  const section = titled(namespacesSections(detailOf({ group: web }), snapshot), "Namespaces");

  test("are eight, each private, shared, the host's or unknown, and name who shares them", () => {
    expect(
      cellsOf(section).map(({ type, inode, isolation, sharedWith }) => [type, inode, isolation, sharedWith]),
    ).toEqual([
      ["mnt", "4026532201", "private", ""],
      ["uts", "4026531835", "host", ""],
      ["pid", "4026531835", "host", ""],
      ["ipc", "4026531835", "host", ""],
      ["net", "4026532204", "shared", "sidecar, id-of-nobody-known"],
      ["user", "-", "unknown", ""],
      ["cgroup", "4026531835", "host", ""],
      ["time", "4026531835", "host", ""],
    ]);
  });

  test("open the namespace, where it is known which", () => {
    const opened = section.rows.map((row) => section.opens?.(row));
    expect(opened[0]).toEqual({
      kind: "target",
      target: { kind: "namespace", type: "mnt", inode: 4026532201 },
    });
    expect(opened[5]).toBeNull();
  });

  test("are those of the process, where one is the target", () => {
    const process = pageOf(7, {
      sharing: perNamespace(() => ({ inode: 99, sharedWithHost: false, sharedWith: [] })),
    });
    const own = titled(namespacesSections(detailOf({ group: web, process }), snapshot), "Namespaces");
    expect(cellsOf(own).map(({ inode }) => inode)).toEqual(Array(8).fill("99"));
  });
});

describe("the hostname", () => {
  const hostname = (uts: Parameters<typeof detailOf>[0]) =>
    titled(namespacesSections(detailOf(uts), snapshot), "Hostname");

  test("is shown with the domain name", () => {
    expect(cellsOf(hostname({ uts: { hostname: "web-1", domainname: "example.org" } }))).toEqual([
      { name: "hostname", value: "web-1" },
      { name: "domain name", value: "example.org" },
    ]);
    expect(cellsOf(hostname({ uts: { hostname: "web-1", domainname: "" } }))[1]?.["value"]).toBe("none");
  });

  test("that is being read, or not readable, is said to be so", () => {
    expect(hostname({}).empty).toBe(READING);
    expect(hostname({ uts: null }).empty).toBe(NOT_READABLE);
  });
});

describe("the id maps", () => {
  const maps = (uidMap: { inside: number; outside: number; length: number }[]) =>
    titled(
      namespacesSections(
        detailOf({ users: { uidMap, gidMap: [{ inside: 5, outside: 6, length: 1 }], setgroups: "deny" } }),
        snapshot,
      ),
      "User and group ids",
    );

  test("say who root inside is outside", () => {
    expect(cellsOf(maps([{ inside: 0, outside: 100_000, length: 65_536 }]))).toEqual([
      {
        ids: "user ids",
        inside: "0",
        outside: "100000",
        length: "65536",
        meaning: "root inside is 100000 outside",
      },
      { ids: "group ids", inside: "5", outside: "6", length: "1", meaning: "" },
    ]);
  });

  test("warn when root inside is root outside", () => {
    expect(cellsOf(maps([{ inside: 0, outside: 0, length: 4_294_967_295 }]))[0]?.["meaning"]).toBe(
      "root inside is root outside",
    );
  });
});
