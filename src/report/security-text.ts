import type { HostMountFacts } from "../collector/detail-sample.ts";
import type { SecurityComparison, SecurityView } from "../model/detail.ts";
import { UNKNOWN } from "./format.ts";

/** What stands in a column of the comparison. */
export function settingText(value: string | null): string {
  return value ?? UNKNOWN;
}

/** What the two columns come to. */
export function differenceText({ differs }: SecurityComparison): string {
  return differs ? "differs" : "";
}

/** Whether the host's files can be changed through a mount. */
export function accessText({ writable }: HostMountFacts): string {
  return writable ? "writable" : "read-only";
}

/** A capability and the sets that it is in. */
export interface CapabilityUse {
  readonly name: string;
  readonly effective: boolean;
  readonly bounding: boolean;
}

/** Every capability of the two sets, in the kernel's order; `null` where they are not known. */
export function capabilityUses({ capabilities }: SecurityView): readonly CapabilityUse[] | null {
  if (capabilities === null) return null;
  const { effective, bounding } = capabilities;
  const beyond = effective.filter((name) => !bounding.includes(name));
  return [...bounding, ...beyond].map((name) => ({
    name,
    effective: effective.includes(name),
    bounding: bounding.includes(name),
  }));
}

/** As `effective bounding`. */
export function capabilitySetsText({ effective, bounding }: CapabilityUse): string {
  return [effective && "effective", bounding && "bounding"].filter(Boolean).join(" ");
}
