import type { HostMountFacts } from "../collector/detail-sample.ts";
import type { Detail, SecurityComparison } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import {
  accessText,
  type CapabilityUse,
  capabilitySetsText,
  capabilityUses,
  differenceText,
  settingText,
} from "../report/security-text.ts";
import { alphabetical } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import { groupFindingsSection } from "./findings-section.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** What confines a group: what its engine was told beside what the kernel does, and what was found about it. */
export function securitySections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  return [
    groupFindingsSection(detail, snapshot),
    comparisonSection(detail),
    hostMountsSection(detail),
    capabilitiesSection(detail),
  ];
}

function comparisonSection({ security }: Detail): Section<SecurityComparison> {
  const { rows, empty } = partRows(security?.comparison, "");
  return {
    title: "Configured and actual",
    columns: COMPARISON_COLUMNS,
    rows,
    empty,
    key: distinctKeys(rows, ({ what }) => `security:${what}`),
    searchText: ({ what, configured, actual }) => `${what} ${configured ?? ""} ${actual ?? ""}`,
    faulty: ({ differs }) => differs,
    copies: ({ actual }) => settingText(actual),
  };
}

const COMPARISON_COLUMNS: Readonly<Record<string, Column<SecurityComparison>>> = {
  what: {
    title: "WHAT",
    help: "What confines it",
    width: 13,
    maxWidth: 50,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ what }) => what,
    style: () => ({ dim: true }),
    compare: alphabetical(({ what }) => what),
  },
  configured: {
    title: "CONFIGURED",
    help: "What its engine was told; - where it was told nothing, or is not known",
    width: 16,
    maxWidth: 40,
    grow: 1,
    align: "left",
    priority: 1,
    text: ({ configured }) => settingText(configured),
    compare: alphabetical(({ configured }) => settingText(configured)),
  },
  actual: {
    title: "ACTUAL",
    help: "What the kernel does",
    width: 15,
    grow: 2,
    align: "left",
    priority: 0,
    text: ({ actual }) => settingText(actual),
    style: ({ differs }) => (differs ? { color: "red", bold: true } : undefined),
    compare: alphabetical(({ actual }) => settingText(actual)),
  },
  differs: {
    title: "NOTE",
    help: "differs: the two cannot both be true",
    width: 7,
    align: "left",
    priority: 0,
    text: differenceText,
    style: () => ({ color: "red", bold: true }),
    compare: alphabetical(differenceText),
  },
};

function hostMountsSection({ security }: Detail): Section<HostMountFacts> {
  const { rows, empty } = partRows(security?.hostMounts, "nothing of the host is mounted into it");
  return {
    title: "Mounted from the host",
    columns: HOST_MOUNT_COLUMNS,
    rows,
    empty,
    key: distinctKeys(rows, ({ mountPoint }) => `host-mount:${mountPoint}`),
    searchText: ({ mountPoint, source }) => `${mountPoint} ${source}`,
    copies: ({ source }) => source,
  };
}

const HOST_MOUNT_COLUMNS: Readonly<Record<string, Column<HostMountFacts>>> = {
  mountPoint: {
    title: "MOUNT POINT",
    help: "Where its processes see it",
    width: 14,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ mountPoint }) => mountPoint,
    compare: alphabetical(({ mountPoint }) => mountPoint),
  },
  access: {
    title: "ACCESS",
    help: "Whether what is on the host can be changed there",
    width: 9,
    align: "left",
    priority: 0,
    text: accessText,
    style: ({ writable }) => (writable ? { color: "yellow" } : undefined),
    compare: alphabetical(accessText),
  },
  source: {
    title: "ON THE HOST",
    help: "Where it is on the host",
    width: 12,
    grow: 2,
    align: "left",
    priority: 0,
    text: ({ source }) => source,
    compare: alphabetical(({ source }) => source),
  },
};

function capabilitiesSection({ security }: Detail): Section<CapabilityUse> {
  return {
    title: "Capabilities",
    columns: CAPABILITY_COLUMNS,
    ...partRows(security && capabilityUses(security), "none, and none can be gained"),
    key: ({ name }) => `capability:${name}`,
    searchText: (row) => `${row.name} ${capabilitySetsText(row)}`,
    copies: ({ name }) => name,
  };
}

const CAPABILITY_COLUMNS: Readonly<Record<string, Column<CapabilityUse>>> = {
  name: {
    title: "CAPABILITY",
    help: "Name of the capability",
    width: 23,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    style: ({ effective }) => (effective ? undefined : { dim: true }),
    compare: alphabetical(({ name }) => name),
  },
  sets: {
    title: "SETS",
    help: "effective: its leader has it in force; bounding: its processes can gain it",
    width: 13,
    grow: 1,
    align: "left",
    priority: 0,
    text: capabilitySetsText,
    compare: alphabetical(capabilitySetsText),
  },
};
