import type { DetailPart } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { mountsSection } from "./mounts-section.ts";
import { namespacePageSections } from "./namespace-page-sections.ts";
import { namespacesSections } from "./namespaces-sections.ts";
import { networkSections } from "./network-sections.ts";
import { processPageSections } from "./process-page-sections.ts";
import { processesSection } from "./processes-section.ts";
import type { Section } from "./section.ts";

/** A screen of the drill-down. */
export interface Page {
  readonly title: string;
  /** What the sampler must read for it. */
  readonly parts: readonly DetailPart[];
  /** What it shows, from above to below. */
  readonly sections: (detail: Detail, snapshot: Snapshot) => readonly Section<unknown>[];
}

/** A page of a group, with the key that goes to it. */
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
  { key: "3", title: "Mounts", parts: ["mounts"], sections: (detail) => [mountsSection(detail)] },
  { key: "4", title: "Namespaces", parts: ["uts", "users", "process"], sections: namespacesSections },
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
