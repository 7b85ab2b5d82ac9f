import type { DetailContext } from "./detail-context.ts";
import type { IpLink } from "./ip-link.ts";
import { readIpLinks } from "./ip-links.ts";
import { isLate } from "./namespace-commands.ts";
import type { NetworkPlace } from "./network-places.ts";

/** A network namespace as it is now: who is in it, and what its interfaces but loopback are called. */
export interface SeenNetwork {
  readonly place: NetworkPlace;
  readonly names: readonly string[];
}

/** What `ip` said of a network namespace. */
export interface KnownNetwork {
  /** `null` when it failed. */
  readonly links: readonly IpLink[] | null;
  /** What it failed with; `null` when it did not. */
  readonly failure: unknown;
  /** What the namespace was at that time. */
  readonly seen: SeenNetwork;
  readonly askedAtSeconds: number;
}

/** A namespace whose interfaces are called what they were is asked again after so long: states and bridges change. */
const FRESH_SECONDS = 10;

/** How many new or changed namespaces are asked in one look; it takes some ten milliseconds each. */
const CHANGED_AT_ONCE = 32;

/** How many others, longest not asked first. */
const OLD_AT_ONCE = 4;

/** How many programs run at the same time. */
const PROGRAMS_AT_ONCE = 4;

/**
 * Keeps what interfaces all network namespaces have, which is slow to tell. Each look asks only some of them, those
 * whose interfaces have changed first.
 */
export class KnownNetworks {
  #known: ReadonlyMap<number, KnownNetwork> = new Map();

  /**
   * Asks the namespaces whose turn it is, and forgets those that are gone.
   *
   * @param networks - All that there are.
   * @returns What is known by now, by inode.
   */
  async refresh(
    context: DetailContext,
    networks: readonly SeenNetwork[],
  ): Promise<ReadonlyMap<number, KnownNetwork>> {
    const isHosts = ({ place }: SeenNetwork) => place.inode === context.hostNamespaces.net;
    const known = this.#ofTheSame(networks);
    const waiting = [
      ...due(networks.filter(isHosts), known, context.nowSeconds),
      ...due(
        networks.filter((network) => !isHosts(network)),
        known,
        context.nowSeconds,
      ),
    ];
    const askNext = async () => {
      for (let seen = waiting.shift(); seen !== undefined; seen = waiting.shift()) {
        const answer = await ask(context, seen);
        known.set(seen.place.inode, answer);
        // Where one answers too late, the others would: they wait for the next look.
        if (isLate(answer.failure)) waiting.length = 0;
      }
    };
    await Promise.all(Array.from({ length: PROGRAMS_AT_ONCE }, askNext));
    for (const { failure } of known.values()) {
      if (failure !== null) {
        context.issues.addFailure(failure, "ip addr", "Some of what interfaces are is not known");
      }
    }
    this.#known = known;
    return known;
  }

  /** What is known of a namespace whose process has ended may be of another that had its inode. */
  #ofTheSame(networks: readonly SeenNetwork[]): Map<number, KnownNetwork> {
    return new Map(
      networks.flatMap(({ place: { inode, startTicks } }) => {
        const known = this.#known.get(inode);
        return known?.seen.place.startTicks === startTicks ? [[inode, known] as const] : [];
      }),
    );
  }
}

function due(
  networks: readonly SeenNetwork[],
  known: ReadonlyMap<number, KnownNetwork>,
  nowSeconds: number,
): readonly SeenNetwork[] {
  const isChanged = ({ place, names }: SeenNetwork) =>
    known.get(place.inode)?.seen.names.join("\n") !== names.join("\n");
  const askedAt = ({ place }: SeenNetwork) => known.get(place.inode)?.askedAtSeconds ?? 0;
  const changed = networks.filter(isChanged);
  const old = networks
    .filter((network) => !isChanged(network) && nowSeconds - askedAt(network) > FRESH_SECONDS)
    .sort((a, b) => askedAt(a) - askedAt(b));
  return [...changed.slice(0, CHANGED_AT_ONCE), ...old.slice(0, OLD_AT_ONCE)];
}

async function ask(context: DetailContext, seen: SeenNetwork): Promise<KnownNetwork> {
  const asked = { seen, askedAtSeconds: context.nowSeconds };
  try {
    return { ...asked, links: await readIpLinks(context, seen.place), failure: null };
  } catch (failure) {
    return { ...asked, links: null, failure };
  }
}
