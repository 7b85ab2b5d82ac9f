import type { Verdict } from "./snapshot.ts";
import type { Reason, VerdictContext } from "./verdict-context.ts";
import { cpuThrottled } from "./verdict-cpu.ts";
import { hostPressed } from "./verdict-host.ts";
import { ioWaiting } from "./verdict-io.ts";
import { memoryPressed } from "./verdict-memory.ts";
import { frozen, pidsExhausted } from "./verdict-stopped.ts";

/** A reason that is told stays the one that is told until another one costs clearly more. */
const STAYS_PERCENT = 15;

/** One whose quota is used up so often would not be quicker on a host that is idle. */
const MOSTLY_THROTTLED_PERCENT = 25;

/**
 * Why a group is slow, as far as the counters of its own cgroup, of those around it and of the host tell. What stops it altogether comes
 * first; then want of memory, since it makes a program wait for disks and CPUs too; and of what is left that which costs it most time.
 *
 * @returns `null` when they show nothing; that is not to say that all is well.
 */
export function verdictOf(context: VerdictContext): Verdict | null {
  return frozen(context) ?? pidsExhausted(context) ?? memoryPressed(context) ?? slowest(context);
}

function slowest(context: VerdictContext): Verdict | null {
  const cost = ({ verdict, lostPercent }: Reason) =>
    lostPercent + (verdict.code === context.shown ? STAYS_PERCENT : 0);
  const throttled = cpuThrottled(context);
  const reasons = [throttled, ioWaiting(context), hostPressedBeside(throttled, context)];
  const [most] = reasons.filter((reason) => reason !== null).sort((a, b) => cost(b) - cost(a));
  return most?.verdict ?? null;
}

/** Waiting for a quota looks like waiting for a CPU: of one that a quota holds back, only what is left of its waiting is the host's. */
function hostPressedBeside(throttled: Reason | null, context: VerdictContext): Reason | null {
  const quotaPercent = throttled?.lostPercent ?? 0;
  if (quotaPercent >= MOSTLY_THROTTLED_PERCENT) return null;
  const pressed = hostPressed(context);
  return pressed && { ...pressed, lostPercent: pressed.lostPercent - quotaPercent };
}
