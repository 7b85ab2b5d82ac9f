import type { IpLink } from "./ip-link.ts";
import type { NetnsIds, PlacedLinks } from "./linked-networks.ts";

/**
 * Tells which namespaces the numbers of others stand for, by the cables between them: two interfaces are the ends of
 * one when each names the number of the other, and no third one does. A number that would stand for two namespaces
 * tells nothing.
 *
 * @param networks - By inode.
 */
export function settledNetnsIds(networks: ReadonlyMap<number, PlacedLinks>): NetnsIds {
  const pairs = pairsOf(networks);
  const meanings = new Map<string, Set<number>>();
  for (const [claim, other] of pairs) {
    meanings.set(numberOf(claim), (meanings.get(numberOf(claim)) ?? new Set()).add(other.inode));
  }
  const isDisputed = (claim: Claim) => (meanings.get(numberOf(claim))?.size ?? 0) > 1;
  const settled = new Map<number, Map<number, number>>();
  for (const [claim, other] of pairs) {
    if (isDisputed(claim) || isDisputed(other)) continue;
    const ids = settled.get(claim.inode) ?? new Map<number, number>();
    settled.set(claim.inode, ids.set(claim.netnsId, other.inode));
  }
  return settled;
}

/** The end of a cable that leads to another namespace. */
interface Claim {
  readonly inode: number;
  readonly link: IpLink;
  /** What that namespace is to its own. */
  readonly netnsId: number;
}

/** What one namespace calls another. */
function numberOf({ inode, netnsId }: Claim): string {
  return `${inode}@${netnsId}`;
}

/** Ends that name the number of each other, and have no rival; each pair from either side. */
function pairsOf(networks: ReadonlyMap<number, PlacedLinks>): readonly (readonly [Claim, Claim])[] {
  const claims = [...networks].flatMap(([inode, { links }]) => links.flatMap((link) => claimOf(inode, link)));
  const byNumbers = Map.groupBy(claims, ({ link: { index, linkIndex } }) => `${index}>${linkIndex}`);
  const candidates = ({ inode, link: { index, linkIndex } }: Claim) =>
    (byNumbers.get(`${linkIndex}>${index}`) ?? []).filter((other) => other.inode !== inode);
  return claims.flatMap((claim) => {
    const [other, ...rivals] = candidates(claim);
    if (other === undefined || rivals.length > 0 || candidates(other).length > 1) return [];
    return [[claim, other] as const];
  });
}

function claimOf(inode: number, link: IpLink): readonly Claim[] {
  const { kind, linkNetnsId: netnsId } = link;
  return kind === "veth" && netnsId !== null ? [{ inode, link, netnsId }] : [];
}
