import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** As large as the part of the heap may get where objects are born. */
const YOUNG_BYTES = 8 * 1024 * 1024;

/** A start makes much that lasts, for which V8 makes room that it never gives back. */
const START_MILLISECONDS = 3000;

const LOOK_MILLISECONDS = 1000;

/**
 * Keeps the part of the heap small where objects are born, from the next turn of the event loop on: V8 lets it grow to
 * dozens of megabytes. Nearly all that nstop makes is garbage a moment later, so that collecting it more often costs
 * little, but not at the start, when much lasts and somebody waits. To be called when all that is wanted at the start is
 * loaded: what V8 compiled under other flags it refuses. A runtime that has its heap already as it wants it ignores this.
 */
export function keepHeapSmall(): void {
  setImmediate(() => setFlagsFromString("--semi-space-growth-factor=1"));
  setTimeout(growSlowly, START_MILLISECONDS).unref();
}

/** A busy host makes more garbage: for that there is some room. */
function growSlowly(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  const isLarge = (young?.space_size ?? YOUNG_BYTES) >= YOUNG_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${isLarge ? 1 : 2}`);
  if (!isLarge) setTimeout(growSlowly, LOOK_MILLISECONDS).unref();
}
