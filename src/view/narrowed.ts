/** How well a name answers to what was typed; `null` when it does not. The lower the better. */
export function matchRank(name: string, typed: string): number | null {
  const text = name.toLowerCase();
  const parts = typed
    .toLowerCase()
    .split(" ")
    .filter((part) => part !== "");
  const ranks = parts.map((part) => partRank(text, part));
  return ranks.every((rank) => rank !== null) ? ranks.reduce((sum, rank) => sum + rank, 0) : null;
}

/** Those of `items` whose names answer to what was typed, the best first, else in their order. */
export function narrowed<Item>(
  items: readonly Item[],
  typed: string,
  nameOf: (item: Item) => string,
): readonly Item[] {
  if (typed.trim() === "") return items;
  return items
    .flatMap((item) => {
      const rank = matchRank(nameOf(item), typed);
      return rank === null ? [] : [{ item, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** The beginning of the name, the beginning of a word in it, or anywhere. */
function partRank(text: string, part: string): number | null {
  const at = text.indexOf(part);
  if (at < 0) return null;
  if (at === 0) return 0;
  return text.split(/[^\p{L}\p{N}%]+/u).some((word) => word.startsWith(part)) ? 1 : 2;
}
