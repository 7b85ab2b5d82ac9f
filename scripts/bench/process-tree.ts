import { readdirSync, readFileSync } from "node:fs";
import { unlessGone } from "./unless-gone.ts";

/** Pids of a process and of all its descendants that have not been reaped. Empty when it has ended. */
export function processTree(pid: number): readonly number[] {
  const children = childrenOf(pid);
  return children === null ? [] : [pid, ...children.flatMap(processTree)];
}

/** Any thread of a process may have forked. */
function childrenOf(pid: number): readonly number[] | null {
  return unlessGone(() =>
    readdirSync(`/proc/${pid}/task`)
      .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"))
      .flatMap((line) => line.split(" ").filter((word) => word !== ""))
      .map(Number),
  );
}
