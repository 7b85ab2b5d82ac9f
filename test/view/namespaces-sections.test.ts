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
    const uts = { hostname: "web-1", domainname: "example.org", engine: null };
    expect(cellsOf(hostname({ uts }))).toEqual([
      { name: "hostname", value: "web-1" },
      { name: "domain name", value: "example.org" },
    ]);
    expect(cellsOf(hostname({ uts: { ...uts, domainname: "" } }))[1]?.["value"]).toBe("none");
  });

  test("that is not the one the engine set is said to be so", () => {
    const uts = { hostname: "web-1", domainname: "", engine: { hostname: "web", domainname: "" } };
    expect(cellsOf(hostname({ uts }))[0]?.["value"]).toBe("web-1, while the engine set web");
  });

  test("that is being read, or not readable, is said to be so", () => {
    expect(hostname({}).empty).toBe(READING);
    expect(hostname({ uts: null }).empty).toBe(NOT_READABLE);
  });
});

describe("the root of the cgroup tree, and the clocks", () => {
  const values = (parts: Parameters<typeof detailOf>[0], title: string) =>
    cellsOf(titled(namespacesSections(detailOf(parts), snapshot), title)).map(({ value }) => value);

  test("are those of its namespaces", () => {
    const cgroupRoots = [{ controllers: "", path: "/docker/a" }];
    expect(values({ cgroupRoots }, "Control groups")).toEqual(["/docker/a"]);
    const clocks = { boottimeSeconds: 0, monotonicSeconds: -5 };
    expect(values({ clocks }, "Clocks")).toEqual(["the host's", "5 s behind the host's"]);
  });

  test("that are not known are said to be so", () => {
    const sections = namespacesSections(detailOf({ cgroupRoots: null, clocks: null }), snapshot);
    expect(["Control groups", "Clocks"].map((title) => titled(sections, title).empty)).toEqual([
      NOT_READABLE,
      NOT_READABLE,
    ]);
  });
});
