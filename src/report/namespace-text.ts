import type { CgroupRoot } from "../collector/detail-sample.ts";
import type { UtsView } from "../model/detail.ts";
import { UNKNOWN } from "./format.ts";

/** The hostname; where it is not the one the engine set, that as well. */
export function hostnameText({ hostname, engine }: UtsView): string {
  return besideEngine(hostname, engine?.hostname);
}

/** The domain name, empty when there is none; where it is not the one the engine set, that as well. */
export function domainnameText({ domainname, engine }: UtsView): string {
  return besideEngine(domainname, engine?.domainname);
}

/** By how much a clock is ahead of the host's, or behind it. */
export function clockText(seconds: number): string {
  if (seconds === 0) return "the host's";
  return `${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} the host's`;
}

/** Where the cgroup tree begins for a process; with the controllers where hierarchies differ. */
export function cgroupRootText(roots: readonly CgroupRoot[]): string {
  const paths = new Set(roots.map(({ path }) => path));
  const [only] = paths;
  if (only !== undefined && paths.size === 1) return only ?? UNKNOWN;
  return roots.map(({ controllers, path }) => `${controllers || "v2"} ${path ?? UNKNOWN}`).join(", ");
}

function besideEngine(actual: string, configured: string | undefined): string {
  if (configured === undefined || configured === actual) return actual;
  return `${actual || "none"}, while the engine set ${configured || "none"}`;
}
