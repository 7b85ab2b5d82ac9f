import type { HostMountFacts, SecurityFacts } from "../collector/detail-sample.ts";
import type { EngineView } from "../engines/engine.ts";
import { capabilityNames } from "../procfs/capability.ts";
import { compareSecurity, hasEverything } from "./compare-security.ts";
import { containerOf } from "./container-facts.ts";
import type { SecurityView } from "./detail.ts";
import { engineSockets, holdsEngineSocket } from "./exposed-mounts.ts";
import type { Group } from "./snapshot.ts";

const SECCOMP_MODES = ["off", "strict", "filter"] as const;

/** Judges how a group is confined. */
export function deriveSecurity(facts: SecurityFacts, group: Group, engines: EngineView): SecurityView {
  const known = containerOf(group, engines);
  const settings = known?.settings ?? null;
  const container = known !== undefined && settings !== null ? { ...known, settings } : null;
  const hostMounts = facts.hostFiles?.filter((mount) => !isEnginesOwn(mount, group.containerId)) ?? null;
  const sockets = engineSockets(engines.reports);
  const view = {
    privileged: settings?.privileged ?? hasEverything(facts),
    capabilities: capabilitiesOf(facts),
    seccomp: facts.seccomp === null ? null : (SECCOMP_MODES[facts.seccomp] ?? null),
    noNewPrivileges: facts.noNewPrivileges,
    lsm: facts.lsm,
    userNamespaced: isUserNamespaced(facts),
    hostMounts,
    engineSocketMounted: hostMounts?.some(({ source }) => holdsEngineSocket(source, sockets)) ?? null,
  };
  const { hostBoundingMask } = facts;
  const allCapabilities = hostBoundingMask === null ? null : capabilityNames(hostBoundingMask);
  return { ...view, comparison: compareSecurity({ facts, view, group, container, allCapabilities }) };
}

/** Programs that engines mount into containers that ask for an init. */
const INIT_PLACES = ["/sbin/docker-init", "/run/podman-init", "/dev/init"];

/** A container's own root, and the files that its engine keeps for it, such as its `resolv.conf`. */
function isEnginesOwn({ source, mountPoint }: HostMountFacts, containerId: string | null): boolean {
  if (INIT_PLACES.includes(mountPoint)) return true;
  if (containerId !== null && source.includes(`/${containerId}`)) return true;
  return mountPoint === "/" && source !== "/";
}

function capabilitiesOf({ capabilityMasks }: SecurityFacts): SecurityView["capabilities"] {
  const effective = capabilityMasks?.["Eff"];
  const bounding = capabilityMasks?.["Bnd"];
  if (effective === undefined || bounding === undefined) return null;
  return { effective: capabilityNames(effective), bounding: capabilityNames(bounding) };
}

/** Root inside is root outside where the first range maps 0 to 0. An empty map makes everybody nobody. */
function isUserNamespaced({ uidMap }: SecurityFacts): boolean | null {
  return uidMap && !uidMap.some(({ inside, outside, length }) => inside === 0 && outside === 0 && length > 0);
}
