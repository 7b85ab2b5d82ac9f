import { percentText } from "./amount-text.ts";
import { CGROUP_FILES } from "./cgroup-file.ts";
import type { CgroupSpan } from "./cgroup-window.ts";
import { percent } from "./rates.ts";
import {
  cite,
  counted,
  grownBy,
  isIdle,
  isOver,
  type Reason,
  type VerdictContext,
} from "./verdict-context.ts";

/** Of the scheduler's periods; one in twenty is a hiccup that nobody notices. */
const THROTTLED_PERCENT = { enter: 5, leave: 2 };

/** A single period tells nothing of the next. */
const LEAST_PERIODS = 2;

interface Throttled {
  readonly span: CgroupSpan;
  readonly periods: number;
  readonly throttled: number;
  readonly percent: number;
}

/** Held back by a CPU quota: its own, or one of a cgroup around it, in whose file the kernel then counts it. */
export function cpuThrottled(context: VerdictContext): Reason | null {
  const { own, around } = context;
  // One that does nothing is not held back by what the others around it use up.
  const levels = isIdle(context) ? [own] : [own, ...around];
  const worst = levels
    .map(throttledBy)
    .filter((found) => found !== null)
    .reduce<Throttled | null>((most, found) => (most && most.percent >= found.percent ? most : found), null);
  if (worst === null || worst.throttled < LEAST_PERIODS) return null;
  if (!isOver(worst.percent, THROTTLED_PERCENT, "cpu-throttled", context)) return null;
  const { span, periods, throttled } = worst;
  const { now } = span;
  const { cpuLimitPercent } = now;
  const quota = typeof cpuLimitPercent === "number" ? ` of ${percentText(cpuLimitPercent)} of a core` : "";
  const whose =
    span === own
      ? `Its CPU quota${quota}`
      : `The CPU quota${quota} that everything in ${now.path} has together`;
  return {
    lostPercent: worst.percent,
    verdict: {
      code: "cpu-throttled",
      sentence: `${whose} held it back in ${percentText(worst.percent)} of the last ${periods} periods.`,
      evidence: [
        cite(
          now,
          CGROUP_FILES.cpuStat,
          `${counted("nr_periods", now.throttling?.periods, periods)}, ${counted("nr_throttled", now.throttling?.throttledPeriods, throttled)}`,
        ),
        ...(now.cpuQuota === null ? [] : [cite(now, CGROUP_FILES.cpuQuota, now.cpuQuota)]),
      ],
    },
  };
}

function throttledBy(span: CgroupSpan): Throttled | null {
  const throttled = grownBy(span, ({ throttling }) => throttling?.throttledPeriods);
  const periods = grownBy(span, ({ throttling }) => throttling?.periods);
  if (throttled === null || periods === null || throttled === 0) return null;
  return { span, periods, throttled, percent: percent(throttled, Math.max(periods, throttled)) };
}
