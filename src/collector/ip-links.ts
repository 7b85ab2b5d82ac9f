import type { DetailContext } from "./detail-context.ts";
import { FreshCache } from "./fresh-cache.ts";
import { type IpLink, parseIpLinks } from "./ip-link.ts";
import { runInNamespace } from "./namespace-commands.ts";
import type { NetworkPlace } from "./network-places.ts";

type AskedPlace = Pick<NetworkPlace, "inode" | "pid">;

/** What `ip` says of the interfaces of network namespaces. It takes some ten milliseconds to ask. */
export class IpLinks {
  readonly #cache = new FreshCache<number, readonly IpLink[]>();

  /** @throws {ReadFailure | import("../host/run-program.ts").ProgramFailure | SyntaxError} */
  get(context: DetailContext, place: AskedPlace, maxAgeSeconds: number): Promise<readonly IpLink[]> {
    return this.#cache.get(place.inode, context.nowSeconds, maxAgeSeconds, () => readIpLinks(context, place));
  }
}

/** Asks `ip`. @throws As {@link IpLinks.get}. */
export async function readIpLinks(
  context: DetailContext,
  { inode, pid }: AskedPlace,
): Promise<readonly IpLink[]> {
  const { reader, programs, ownNamespaces } = context;
  const place = { type: "net", pid, here: inode === ownNamespaces.net } as const;
  try {
    return parseIpLinks(await runInNamespace(programs, place, "ip", ["-j", "-d", "-s", "addr"]));
  } catch (error) {
    // A process that has ended meanwhile is the reason, if it has.
    reader.readLink(`/proc/${pid}/ns/net`);
    throw error;
  }
}
