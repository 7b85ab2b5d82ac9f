import { childrenOf } from "../live/proc.ts";
import type { Terminal } from "./terminal.ts";

/** The two processes of the nstop that runs in a terminal: its user interface, and its sampler. */
export function nstopPids({ shellPid }: Pick<Terminal, "shellPid">): readonly number[] {
  const [own = 0] = childrenOf(shellPid);
  return [own, ...childrenOf(own)];
}
