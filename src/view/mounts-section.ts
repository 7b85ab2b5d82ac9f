import type { MountFacts } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import {
  hostMountsText,
  hostText,
  optionsText,
  rootFileSystemText,
  sourceText,
} from "../report/mount-text.ts";
import { alphabetical } from "./compare.ts";
import { knownFacts } from "./facts-section.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** The root file system, how much comes from the host, and all mounts. */
export function mountsSections(detail: Detail): readonly Section<unknown>[] {
  return [rootSection(detail), mountsSection(detail)];
}

function rootSection({ mounts }: Detail): Section<unknown> {
  return knownFacts("Root", mounts, (all) => [
    { name: "file system", value: rootFileSystemText(all) ?? "-" },
    { name: "from the host", value: hostMountsText(all) ?? "-" },
  ]);
}

/** The mounts of a group's mount namespace, as a tree. */
export function mountsSection(detail: Detail): Section<MountFacts> {
  const { rows, empty } = partRows(detail.mounts, "no mount is visible from its root");
  const ids = new Set(rows.map(({ mountId }) => mountId));
  return {
    title: "Mounts",
    columns: COLUMNS,
    rows: inTreeOrder(rows),
    empty,
    key: ({ mountId }) => mountKey(mountId),
    searchText: (row) =>
      [row.mountPoint, row.fsType, sourceText(row), hostText(row), optionsText(row), row.propagation].join(
        " ",
      ),
    parentKey: ({ mountId, parentId }) =>
      ids.has(parentId) && parentId !== mountId ? mountKey(parentId) : null,
    treeColumn: "mountPoint",
    copies: ({ mountPoint }) => mountPoint,
  };
}

const COLUMNS: Readonly<Record<string, Column<MountFacts>>> = {
  mountPoint: {
    title: "MOUNT POINT",
    help: "Where it is mounted, as its processes see it",
    width: 20,
    grow: 2,
    align: "left",
    priority: 0,
    text: ({ mountPoint }) => mountPoint,
    compare: alphabetical(({ mountPoint }) => mountPoint),
  },
  type: {
    title: "TYPE",
    help: "Type of file system",
    width: 10,
    align: "left",
    priority: 0,
    text: ({ fsType }) => fsType,
    compare: alphabetical(({ fsType }) => fsType),
  },
  source: {
    title: "SOURCE",
    help: "Device or the like; in brackets the directory in it, where that is not its root",
    width: 16,
    grow: 2,
    align: "left",
    priority: 1,
    text: sourceText,
    compare: alphabetical(sourceText),
  },
  host: {
    title: "ON HOST",
    help: "Of a file system that the host has mounted as well: whether what is on the host can be changed through it",
    width: 9,
    align: "left",
    priority: 1,
    text: hostText,
    style: (mount) => (hostText(mount) === "writable" ? { color: "yellow" } : undefined),
    compare: alphabetical(hostText),
  },
  options: {
    title: "OPTIONS",
    help: "Options of the mount and of the file system",
    width: 16,
    grow: 2,
    align: "left",
    priority: 2,
    text: optionsText,
    compare: alphabetical(optionsText),
  },
  propagation: {
    title: "PROPAGATION",
    help: "private, or the groups of mounts that it shares mounting with",
    width: 12,
    align: "left",
    priority: 3,
    text: ({ propagation }) => propagation,
    // What is mounted in a shared tree appears on the other side as well: worth an eye.
    style: ({ propagation }) => (propagation.includes("shared") ? { color: "yellow" } : undefined),
    compare: alphabetical(({ propagation }) => propagation),
  },
};

function mountKey(mountId: number): string {
  return `mount:${mountId}`;
}

/** Parents before their children. The kernel lists mounts in the order they were made, and mounts can be moved. */
function inTreeOrder(mounts: readonly MountFacts[]): readonly MountFacts[] {
  const ids = new Set(mounts.map(({ mountId }) => mountId));
  const children = Map.groupBy(mounts, ({ mountId, parentId }) =>
    ids.has(parentId) && parentId !== mountId ? parentId : null,
  );
  const ordered: MountFacts[] = [];
  const waiting = [...(children.get(null) ?? [])].reverse();
  for (let mount = waiting.pop(); mount !== undefined; mount = waiting.pop()) {
    ordered.push(mount);
    waiting.push(...[...(children.get(mount.mountId) ?? [])].reverse());
  }
  return ordered;
}
