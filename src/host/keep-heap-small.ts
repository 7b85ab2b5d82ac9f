import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** As large as the part of the heap is to be where objects are born. */
const YOUNG_BYTES = 8 * 1024 * 1024;

/** A start makes much that lasts, for which V8 makes room. */
const START_MILLISECONDS = 3000;

const LOOK_MILLISECONDS = 2000;

/**
 * Keeps the part of the heap small where objects are born: V8 lets it grow to dozens of megabytes, in a first sample to
 * sixty. Nearly all that nstop makes is garbage a moment later, so that collecting it more often costs little. To be called
 * when all that is wanted at the start is loaded: what V8 compiled under other flags it refuses. A runtime that has its
 * heap already as it wants it ignores this.
 */
export function keepHeapSmall(): void {
  setGrowth(1);
  setTimeout(() => setInterval(growIfTooSmall, LOOK_MILLISECONDS).unref(), START_MILLISECONDS).unref();
}

/** V8 takes room away when all of the heap is collected, and without a growth gives none back. */
function growIfTooSmall(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  setGrowth((young?.space_size ?? YOUNG_BYTES) >= YOUNG_BYTES ? 1 : 2);
}

function setGrowth(factor: 1 | 2): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
