import type { ProcessPage } from "../model/detail.ts";
import { alphabetical } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** Sets that a capability can be in, as `/proc/[pid]/status` orders them by weight. */
const SETS = ["effective", "permitted", "inheritable", "bounding", "ambient"] as const;

/** One capability and the sets of a process that have it. */
export interface CapabilityRow {
  /** Such as `CAP_NET_ADMIN`. */
  readonly name: string;
  readonly sets: readonly string[];
}

/**
 * Capabilities by name, with the sets they are in.
 *
 * @see https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
export function capabilitiesSection({ capabilities }: ProcessPage): Section<CapabilityRow> {
  return {
    title: "Capabilities",
    columns: COLUMNS,
    ...partRows(capabilities && capabilityRows(capabilities), "none, and none can be gained"),
    key: ({ name }) => `capability:${name}`,
    searchText: ({ name, sets }) => `${name} ${sets.join(" ")}`,
    copies: ({ name }) => name,
  };
}

/** In the order in which the sets name them, the effective ones first. */
function capabilityRows(capabilities: Readonly<Record<string, readonly string[]>>): CapabilityRow[] {
  const names = new Set(SETS.flatMap((set) => capabilities[set] ?? []));
  return [...names].map((name) => ({ name, sets: SETS.filter((set) => capabilities[set]?.includes(name)) }));
}

const COLUMNS: Readonly<Record<string, Column<CapabilityRow>>> = {
  name: {
    title: "CAPABILITY",
    help: "Name of the capability",
    width: 23,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    // Effective is what counts now; the rest could be gained or passed on.
    style: ({ sets }) => (sets.includes("effective") ? undefined : { dim: true }),
    compare: alphabetical(({ name }) => name),
  },
  sets: {
    title: "SETS",
    help: "effective: in force; permitted: can be made effective; inheritable, ambient: passed on; bounding: the most that can be gained",
    width: 14,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ sets }) => sets.join(" "),
    compare: alphabetical(({ sets }) => sets.join(" ")),
  },
};
