import { setFlagsFromString } from "node:v8";

/**
 * Keeps the part of the heap where objects are born at the size that it starts with, a megabyte or two: V8 lets it grow to
 * dozens while a program starts, and does not give them back. Nearly all that nstop makes is garbage a moment later,
 * so collecting it more often costs next to nothing. A runtime that has its heap already as it wants it ignores this.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
