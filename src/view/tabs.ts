import type { DetailPart } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import type { HostEvent } from "../model/host-event.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";
import { eventsSection } from "./events-section.ts";
import { findingsSections } from "./findings-section.ts";
import { ipcSections } from "./ipc-section.ts";
import { mountsSections } from "./mounts-section.ts";
import { namespacePageSections } from "./namespace-page-sections.ts";
import { namespacesSections } from "./namespaces-sections.ts";
import { namespacesTreeSections } from "./namespaces-tree-section.ts";
import { networkMapSections } from "./network-map-section.ts";
import { networkSections } from "./network-sections.ts";
import { processPageSections } from "./process-page-sections.ts";
import { processesSection } from "./processes-section.ts";
import type { Section } from "./section.ts";
import { securitySections } from "./security-section.ts";
import { sharingSections } from "./sharing-section.ts";
import { usersSections } from "./users-section.ts";

/** A screen of the drill-down. */
export interface Page {
  readonly title: string;
  /** What the sampler must read for it. */
  readonly parts: readonly DetailPart[];
  /** What it shows, from above to below. */
  readonly sections: (
    detail: Detail,
    snapshot: Snapshot,
    events: readonly HostEvent[],
  ) => readonly Section<unknown>[];
  /** Columns that the cursor goes to and fro between within its row; Enter opens the cell it is on. */
  readonly cells?: readonly string[];
}

/** One of several pages of a target, with the key that goes to it. */
export interface Tab extends Page {
  readonly key: string;
}

/** The tabs of a group, in their order. */
export const TABS: readonly Tab[] = [
  {
    key: "1",
    title: "Processes",
    parts: ["processes"],
    sections: (detail, snapshot) => [processesSection(detail, snapshot)],
  },
  {
    key: "2",
    title: "Network",
    parts: ["interfaces", "sockets", "routes", "processes"],
    sections: networkSections,
  },
  { key: "3", title: "Mounts", parts: ["mounts"], sections: mountsSections },
  {
    key: "4",
    title: "Namespaces",
    parts: ["uts", "cgroupRoots", "clocks", "process"],
    sections: namespacesSections,
  },
  { key: "5", title: "IPC", parts: ["ipc"], sections: ipcSections },
  { key: "6", title: "Users", parts: ["users"], sections: usersSections },
  { key: "7", title: "Security", parts: ["security"], sections: securitySections },
];

/** The tabs of the host as a whole, in their order. */
export const HOST_TABS: readonly Tab[] = [
  { key: "1", title: "Namespaces", parts: ["namespaces"], sections: namespacesTreeSections },
  { key: "2", title: "Sharing", parts: [], sections: sharingSections, cells: NAMESPACE_TYPES },
  { key: "3", title: "Network map", parts: ["networkMap"], sections: networkMapSections },
  { key: "4", title: "Events", parts: [], sections: (_detail, _snapshot, events) => [eventsSection(events)] },
  { key: "5", title: "Findings", parts: ["namespaces"], sections: findingsSections },
];

/** The page of one process. Its environment is a part of its own, read only when asked for: it may hold secrets. */
export const PROCESS_PAGE: Page = {
  title: "Process",
  parts: ["process", "processes"],
  sections: processPageSections,
};

/** The page of one namespace. */
export const NAMESPACE_PAGE: Page = {
  title: "Namespace",
  parts: ["processes"],
  sections: namespacePageSections,
};
