import { expect, test } from "vitest";
import { namespacePageSections } from "../../src/view/namespace-page-sections.ts";
import { cellsOf, detailOf, groupOf, processOf, snapshotOf, titled } from "./detail-fixture.ts";

test("a namespace's page lists every group in it, then every process", () => {
  const snapshot = snapshotOf(
    groupOf("web", { leaderPid: 7, processes: 2 }),
    groupOf("other"),
    groupOf("sidecar", { kind: "namespace", engine: null }),
  );
  const detail = detailOf({
    target: { kind: "namespace", type: "net", inode: 9 },
    groupIds: ["web", "sidecar"],
    processes: [processOf(7), processOf(8, { parentPid: 7 })],
  });
  const sections = namespacePageSections(detail, snapshot);
  const groups = titled(sections, "Groups");

  expect(cellsOf(groups)).toEqual([
    { name: "web", kind: "container", engine: "docker", leader: "7", processes: "2" },
    { name: "sidecar", kind: "namespace", engine: "-", leader: "-", processes: "1" },
  ]);
  expect(groups.rows.map((row) => groups.opens?.(row))).toEqual([
    { kind: "target", target: { kind: "group", groupId: "web" } },
    { kind: "target", target: { kind: "group", groupId: "sidecar" } },
  ]);
  expect(cellsOf(titled(sections, "Processes")).map(({ pid }) => pid)).toEqual(["7", "8"]);
});
