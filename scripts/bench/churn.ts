import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { BenchLab } from "./bench-lab.ts";

/** Each fifth of a second a namespace set with three processes and five processes beside it, which live for a second. */
const SCRIPT = `
  while :; do
    unshare --mount --uts --ipc --net --pid --fork busybox sh -c 'busybox sleep 1 & busybox sleep 1 & exec busybox sleep 1' &
    for i in 1 2 3 4 5; do busybox sleep 1 & done
    busybox sleep 0.2
  done`;

/** Processes and namespace sets that come and go while something else runs. */
export async function whileAllChurns<Result>(lab: BenchLab, use: () => Promise<Result>): Promise<Result> {
  // A process group of its own, to be ended as one.
  const churn = spawn("busybox", ["sh", "-c", SCRIPT], {
    detached: true,
    env: { ...process.env, ...lab.mark },
    stdio: "ignore",
  });
  try {
    return await use();
  } finally {
    await end(churn);
  }
}

async function end(churn: ChildProcess): Promise<void> {
  if (churn.pid === undefined || churn.exitCode !== null || churn.signalCode !== null) return;
  const gone = once(churn, "exit");
  process.kill(-churn.pid, "SIGKILL");
  await gone;
}
