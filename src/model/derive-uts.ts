import type { DetailSample } from "../collector/detail-sample.ts";
import type { ContainerSettings } from "../engines/engine.ts";
import type { UtsView } from "./detail.ts";

/** What an engine was told of a container's names. */
type NameSettings = Pick<ContainerSettings, "hostname" | "domainname" | "utsMode">;

/**
 * Puts what the engine was told beside what the kernel says.
 *
 * @param settings - `null` for what is no container, or has not been inspected.
 */
export function deriveUts(names: NonNullable<DetailSample["uts"]>, settings: NameSettings | null): UtsView {
  // An engine gives every container a hostname, and sets it only where there is a namespace to set it in.
  if (settings === null || settings.hostname === null || settings.utsMode === "host") {
    return { ...names, engine: null };
  }
  return { ...names, engine: { hostname: settings.hostname, domainname: settings.domainname ?? "" } };
}
