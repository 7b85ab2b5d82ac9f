import type { DetailContext } from "./detail-context.ts";
import type { IpLink } from "./ip-link.ts";
import { isLate } from "./namespace-commands.ts";
import { readNetnsIds } from "./netns-ids.ts";
import type { NetworkPlace } from "./network-places.ts";
import { settledNetnsIds } from "./settled-netns-ids.ts";

/** The interfaces of one network namespace. */
export interface PlacedLinks {
  readonly place: NetworkPlace;
  readonly links: readonly IpLink[];
}

/** Which namespaces the numbers stand for that each namespace has for others: inodes by number, by inode. */
export type NetnsIds = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** What `lsns` said of the numbers that a namespace has for others. */
interface Answer {
  /** What was asked about; the answer is good for nothing else. */
  readonly question: string;
  readonly ids: ReadonlyMap<number, number>;
  /** What it failed with; `null` when it did not. */
  readonly failure: unknown;
  readonly askedAtSeconds: number;
}

/** It looks at every process of the host, and did not know an answer before. */
const ASK_AGAIN_SECONDS = 60;

/** How many namespaces it is asked about in one look. */
const ASKED_AT_ONCE = 4;

/**
 * Tells which namespaces interfaces lead to. Most cables tell by themselves, since each end names the number of the
 * other; `lsns` is asked about those that do not, and about what stands on an interface of another namespace.
 */
export class LinkedNetworks {
  readonly #answers = new Map<number, Answer>();

  /**
   * @param networks - By inode, the host's first.
   * @param isComplete - Whether they are all that there are: else what does not tell by itself may do so yet.
   */
  async find(
    context: DetailContext,
    networks: ReadonlyMap<number, PlacedLinks>,
    isComplete: boolean,
  ): Promise<NetnsIds> {
    this.#forgetOld(networks);
    let ids = this.#idsOf(networks);
    for (let asked = 0; isComplete && asked < ASKED_AT_ONCE; asked += 1) {
      const network = this.#nextToAsk(networks, ids, context.nowSeconds);
      if (network === undefined) break;
      const answer = await ask(context, network);
      this.#answers.set(network.place.inode, answer);
      ids = this.#idsOf(networks);
      if (isLate(answer.failure)) break;
    }
    for (const { failure } of this.#answers.values()) {
      if (failure !== null)
        context.issues.addFailure(failure, "lsns", "Where some interfaces lead is not known");
    }
    return ids;
  }

  /** An answer holds for as long as the interfaces are the same: numbers are given out again. */
  #forgetOld(networks: ReadonlyMap<number, PlacedLinks>): void {
    for (const [inode, { question }] of this.#answers) {
      const network = networks.get(inode);
      if (network === undefined || questionOf(network) !== question) this.#answers.delete(inode);
    }
  }

  #idsOf(networks: ReadonlyMap<number, PlacedLinks>): NetnsIds {
    const settled = settledNetnsIds(networks);
    return new Map(
      Array.from(networks.keys(), (inode) => [
        inode,
        new Map([...(settled.get(inode) ?? []), ...(this.#answers.get(inode)?.ids ?? [])]),
      ]),
    );
  }

  #nextToAsk(
    networks: ReadonlyMap<number, PlacedLinks>,
    ids: NetnsIds,
    nowSeconds: number,
  ): PlacedLinks | undefined {
    const otherEnds = otherEndsOf(networks, ids);
    return [...networks.values()].find(({ place: { inode }, links }) => {
      const askedAt = this.#answers.get(inode)?.askedAtSeconds ?? Number.NEGATIVE_INFINITY;
      const isOpen = ({ linkNetnsId, index }: IpLink) =>
        linkNetnsId !== null &&
        ids.get(inode)?.has(linkNetnsId) !== true &&
        !otherEnds.has(`${inode}/${index}`);
      return nowSeconds - askedAt > ASK_AGAIN_SECONDS && links.some(isOpen);
    });
  }
}

/** The interfaces that cables are known to lead to, as inode and number. */
function otherEndsOf(networks: ReadonlyMap<number, PlacedLinks>, ids: NetnsIds): ReadonlySet<string> {
  const otherEnds = new Set<string>();
  for (const [inode, { links }] of networks) {
    for (const { kind, linkIndex, linkNetnsId } of links) {
      const there = ids.get(inode)?.get(linkNetnsId ?? Number.NaN);
      if (kind === "veth" && there !== undefined) otherEnds.add(`${there}/${linkIndex}`);
    }
  }
  return otherEnds;
}

/** Who asks, and where its interfaces lead as far as it knows. */
function questionOf({ place, links }: PlacedLinks): string {
  const leads = links.map(({ index, linkIndex, linkNetnsId }) => `${index}>${linkIndex}@${linkNetnsId}`);
  return [place.startTicks, ...leads].join(" ");
}

async function ask(context: DetailContext, network: PlacedLinks): Promise<Answer> {
  const { programs, ownNamespaces, nowSeconds } = context;
  const { inode, pid } = network.place;
  const asked = { question: questionOf(network), askedAtSeconds: nowSeconds };
  try {
    const ids = await readNetnsIds(programs, { type: "net", pid, here: inode === ownNamespaces.net }, null);
    return { ...asked, ids, failure: null };
  } catch (failure) {
    return { ...asked, ids: new Map(), failure };
  }
}
