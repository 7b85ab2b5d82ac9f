import { type NetDev, parseNetDev } from "../procfs/net-dev.ts";
import type { DetailContext } from "./detail-context.ts";
import type { InterfaceFacts } from "./detail-sample.ts";
import { interfacesFromProc } from "./interfaces-from-proc.ts";
import type { IpLink } from "./ip-link.ts";
import { IpLinks } from "./ip-links.ts";
import { VethPeers } from "./veth-peers.ts";

/** Addresses and states are asked for again after so long; counters are read in every sample. */
const LINKS_SECONDS = 3;

/** Reads the interfaces of a network namespace, and where those that are one end of a `veth` lead to. */
export class InterfaceReader {
  readonly #links = new IpLinks();
  readonly #peers = new VethPeers(this.#links);

  /** @returns `null` when they cannot be told. */
  async read(context: DetailContext): Promise<readonly InterfaceFacts[] | null> {
    const { reader, issues, pid } = context;
    const path = `/proc/${pid}/net/dev`;
    const read = () => parseNetDev(reader.readText(path));
    const counters = issues.attempt(path, "The interfaces are not known", read);
    if (counters === null) return null;
    const interfaces = (await this.#readLinks(context)) ?? interfacesFromProc(context, counters);
    const byName = new Map(counters.map((counter) => [counter.name, counter]));
    return interfaces.map((facts) => withCounters(facts, byName.get(facts.name)));
  }

  /** @returns `null` when the host's programs do not tell; then the kernel's files have to. */
  async #readLinks(context: DetailContext): Promise<readonly InterfaceFacts[] | null> {
    const { issues, pid, namespaces } = context;
    return issues.attemptLater("ip addr", "Some of what interfaces are is not known", async () => {
      if (namespaces.net === null) return null;
      const links = await this.#links.get(context, { inode: namespaces.net, pid }, LINKS_SECONDS);
      const peers = await this.#peers.find(context, namespaces.net, links);
      return links.map((link) => interfaceFacts(link, peers.get(link.index) ?? null));
    });
  }
}

function interfaceFacts(link: IpLink, peer: InterfaceFacts["peer"]): InterfaceFacts {
  const { linkIndex, linkName, linkNetnsId, master, ...facts } = link;
  return { ...facts, peer };
}

/** An interface with what it has counted by now, where that is known. */
export function withCounters<Facts extends InterfaceFacts>(facts: Facts, counter: NetDev | undefined): Facts {
  if (counter === undefined) return facts;
  const { receivePackets, transmitPackets, ...counters } = counter;
  return { ...facts, ...counters };
}
