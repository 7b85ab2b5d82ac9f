import type { NetworkLink } from "../model/detail.ts";

/** What sets a kind of interface apart from a port of a bridge. */
const KIND_REMARKS: Readonly<Record<string, string>> = {
  macvlan:
    "on the wire with a hardware address of its own; the host does not reach it over the same interface",
  ipvlan:
    "on the wire under the hardware address of the interface below it; the host does not reach it over that",
  vlan: "carries the packets of the interface below it that bear its tag",
};

/** What there is to say of a link, in one sentence: how it is connected, where a bridge does not say it. */
export function networkLinkRemark({ end, otherEnd, netns, pid }: NetworkLink): string | null {
  const below = end.lower?.name == null ? "" : ` of ${end.lower.name}`;
  const kindRemark = KIND_REMARKS[end.kind];
  if (kindRemark !== undefined) return `${end.kind}${below}: ${kindRemark}`;
  if (end.kind !== "veth") return null;
  if (netns === null) return `it is not known where the other end of ${end.name} is`;
  if (pid === null) return `no process lives in net:${netns}, where the other end of ${end.name} is`;
  if (end.master === null && otherEnd?.master == null)
    return `${end.name} hangs on no bridge: what passes is routed`;
  return null;
}
