import type { InterfaceFacts } from "./detail-sample.ts";
import { type Json, jsonList, jsonObject, numberIn, textIn } from "./printed-json.ts";

/** An interface as `ip -j -d -s addr` tells it. */
export interface IpLink extends Omit<InterfaceFacts, "index" | "peer"> {
  readonly index: number;
  /** Number of the interface it belongs to: the other end of a `veth`, the device below a VLAN. */
  readonly linkIndex: number | null;
  /** Its name, where it is in the same network namespace. */
  readonly linkName: string | null;
  /** The network namespace that is in, as this one numbers others; `null` when it is the same one. */
  readonly linkNetnsId: number | null;
  /** The bridge or bond it is a port of. */
  readonly master: string | null;
}

/**
 * Parses what `ip -j -d -s addr` prints. It prints names as they are, which is not JSON where they hold
 * control characters.
 *
 * @throws {SyntaxError} If `text` is not a list of interfaces.
 * @see https://man7.org/linux/man-pages/man8/ip.8.html
 */
export function parseIpLinks(text: string): readonly IpLink[] {
  return jsonList(JSON.parse(jsonOf(text.trim()) || "[]")).map(ipLink);
}

function ipLink(value: unknown): IpLink {
  const link = jsonObject(value);
  const statistics = jsonObject(link["stats64"] ?? {});
  const received = jsonObject(statistics["rx"] ?? {});
  const transmitted = jsonObject(statistics["tx"] ?? {});
  return {
    index: requiredNumber(link, "ifindex"),
    name: requiredText(link, "ifname"),
    kind: kindOf(link),
    mac: macOf(link),
    mtu: numberIn(link, "mtu"),
    state: (textIn(link, "operstate") ?? "unknown").toLowerCase(),
    addresses: jsonList(link["addr_info"] ?? []).flatMap(address),
    linkIndex: numberIn(link, "link_index"),
    linkName: textIn(link, "link"),
    linkNetnsId: numberIn(link, "link_netnsid"),
    master: textIn(link, "master"),
    receiveBytes: numberIn(received, "bytes") ?? 0,
    transmitBytes: numberIn(transmitted, "bytes") ?? 0,
    receiveDropped: numberIn(received, "dropped") ?? 0,
    transmitDropped: numberIn(transmitted, "dropped") ?? 0,
    receiveErrors: numberIn(received, "errors") ?? 0,
    transmitErrors: numberIn(transmitted, "errors") ?? 0,
  };
}

/** A link without a kind of its own is loopback or real hardware. */
function kindOf(link: Json): string {
  const kind = textIn(jsonObject(link["linkinfo"] ?? {}), "info_kind");
  const type = textIn(link, "link_type") ?? "unknown";
  return kind ?? (type === "ether" ? "physical" : type);
}

/** Tunnels have an address of another sort in its place. */
function macOf(link: Json): string | null {
  const address = textIn(link, "address");
  return address !== null && /^[0-9a-f]{2}(:[0-9a-f]{2}){5,}$/.test(address) ? address : null;
}

function address(value: unknown): InterfaceFacts["addresses"] {
  const info = jsonObject(value);
  const family = textIn(info, "family");
  const local = textIn(info, "local");
  if (local === null || (family !== "inet" && family !== "inet6")) return [];
  return [{ address: local, prefixLength: requiredNumber(info, "prefixlen"), family }];
}

function requiredNumber(from: Json, key: string): number {
  const value = numberIn(from, key);
  if (value === null) throw new SyntaxError(`ip printed no ${key}`);
  return value;
}

function requiredText(from: Json, key: string): string {
  const value = textIn(from, key);
  if (value === null) throw new SyntaxError(`ip printed no ${key}`);
  return value;
}

/** Old versions escape an apostrophe, which JSON does not know. */
function jsonOf(text: string): string {
  return text
    .replace(/[\0-\x1f]/g, escapeControl)
    .replace(/\\(.)/g, (pair, escaped: string) => (escaped === "'" ? "'" : pair));
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
