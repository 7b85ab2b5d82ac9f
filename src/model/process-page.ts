import type { ProcessPageFacts } from "../collector/detail-sample.ts";
import type { Sample } from "../collector/sample.ts";
import { capabilityNames } from "../procfs/capability.ts";
import { perNamespace } from "../procfs/namespace-link.ts";
import type { ProcessPage } from "./detail.ts";
import { knownHostNamespaces } from "./known-host-namespaces.ts";
import { NamespaceSharing } from "./namespace-sharing.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the kernel's sets of capabilities are called, by their names in `/proc/[pid]/status` without `Cap`. */
const CAPABILITY_SETS: Readonly<Record<string, string>> = {
  Inh: "inheritable",
  Prm: "permitted",
  Eff: "effective",
  Bnd: "bounding",
  Amb: "ambient",
};

/** The page of one process of group `groupId`: capabilities by name, and who is in each of its namespaces. */
export function processPage(
  facts: ProcessPageFacts,
  groupId: string,
  { hostNamespaces }: Sample,
  { groups }: Snapshot,
): ProcessPage {
  const members = groups.map(({ id, namespaces }) => ({
    id,
    namespaces: perNamespace((type) => namespaces[type].inode),
  }));
  const sharing = new NamespaceSharing(knownHostNamespaces(hostNamespaces), members).uses(
    groupId,
    facts.namespaces,
  );
  return { ...facts, capabilities: capabilitiesOf(facts.capabilityMasks), sharing };
}

function capabilitiesOf(masks: ProcessPageFacts["capabilityMasks"]): ProcessPage["capabilities"] {
  if (masks === null) return null;
  return Object.fromEntries(
    Object.entries(masks).map(([set, mask]) => [CAPABILITY_SETS[set] ?? set, capabilityNames(mask)]),
  );
}
