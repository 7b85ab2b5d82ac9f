import type { DetailPart } from "../collector/detail-sample.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";
import { eventsSection } from "./events-section.ts";
import { findingsSections } from "./findings-section.ts";
import { FOLDED_AT_FIRST, inspectSection } from "./inspect-section.ts";
import { ipcSections } from "./ipc-section.ts";
import { limitsSections } from "./limits-sections.ts";
import { logsSection } from "./logs-section.ts";
import { mountsSections } from "./mounts-section.ts";
import { namespacePageSections } from "./namespace-page-sections.ts";
import { namespacesSections } from "./namespaces-sections.ts";
import { namespacesTreeSections } from "./namespaces-tree-section.ts";
import { networkMapSections } from "./network-map-section.ts";
import { networkSections } from "./network-sections.ts";
import type { PageContents } from "./page-contents.ts";
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
  readonly sections: (contents: PageContents) => readonly Section<unknown>[];
  /** It shows what is followed rather than looked at again and again: the log of the group; its newest rows are the last. */
  readonly follows?: "log";
  /** Keys of rows that are folded at first. */
  readonly folded?: readonly string[];
  /** Read only when a person asks for it, since it may hold secrets. */
  readonly secret?: DetailPart;
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
    sections: ({ detail, snapshot }) => [processesSection(detail, snapshot)],
  },
  {
    key: "2",
    title: "Network",
    parts: ["interfaces", "sockets", "routes", "processes"],
    sections: ({ detail }) => networkSections(detail),
  },
  { key: "3", title: "Mounts", parts: ["mounts"], sections: ({ detail }) => mountsSections(detail) },
  {
    key: "4",
    title: "Namespaces",
    parts: ["uts", "cgroupRoots", "clocks", "process"],
    sections: ({ detail, snapshot }) => namespacesSections(detail, snapshot),
  },
  { key: "5", title: "Limits", parts: ["cgroup"], sections: limitsSections },
  { key: "6", title: "IPC", parts: ["ipc"], sections: ({ detail }) => ipcSections(detail) },
  {
    key: "7",
    title: "Users",
    parts: ["users"],
    sections: ({ detail, snapshot }) => usersSections(detail, snapshot),
  },
  {
    key: "8",
    title: "Security",
    parts: ["security"],
    sections: ({ detail, snapshot }) => securitySections(detail, snapshot),
  },
  {
    key: "9",
    title: "Logs",
    parts: [],
    sections: ({ detail, logs }) => [logsSection(logs, detail.group.id)],
    follows: "log",
  },
  {
    key: "0",
    title: "Inspect",
    parts: ["inspection"],
    secret: "inspectionSecrets",
    sections: ({ detail }) => [inspectSection(detail)],
    folded: FOLDED_AT_FIRST,
  },
];

/** The tabs of the host as a whole, in their order. */
export const HOST_TABS: readonly Tab[] = [
  {
    key: "1",
    title: "Namespaces",
    parts: ["namespaces"],
    sections: ({ detail, snapshot }) => namespacesTreeSections(detail, snapshot),
  },
  {
    key: "2",
    title: "Sharing",
    parts: [],
    sections: ({ detail, snapshot }) => sharingSections(detail, snapshot),
    cells: NAMESPACE_TYPES,
  },
  {
    key: "3",
    title: "Network map",
    parts: ["networkMap"],
    sections: ({ detail, snapshot }) => networkMapSections(detail, snapshot),
  },
  { key: "4", title: "Events", parts: [], sections: ({ events }) => [eventsSection(events)] },
  {
    key: "5",
    title: "Findings",
    parts: ["namespaces"],
    sections: ({ detail, snapshot }) => findingsSections(detail, snapshot),
  },
];

/** The page of one process. Its environment is a part of its own, read only when asked for: it may hold secrets. */
export const PROCESS_PAGE: Page = {
  title: "Process",
  parts: ["process", "processes"],
  secret: "environment",
  sections: ({ detail, snapshot }) => processPageSections(detail, snapshot),
};

/** The page of one namespace. */
export const NAMESPACE_PAGE: Page = {
  title: "Namespace",
  parts: ["processes"],
  sections: ({ detail, snapshot }) => namespacePageSections(detail, snapshot),
};
