import type { IoLimitSample, ProcessWait } from "../collector/sample.ts";
import { bytesText, percentText } from "./amount-text.ts";
import { CGROUP_FILES } from "./cgroup-file.ts";
import type { CgroupSpan } from "./cgroup-window.ts";
import type { Evidence } from "./snapshot.ts";
import { cite, citePressure, counted, isOver, type Reason, type VerdictContext } from "./verdict-context.ts";

/** Of its time, waiting for a device; a program that reads a file now and then is below it. */
const WAITED_PERCENT = { enter: 20, leave: 10 };

/** At a limit, less is slow already: without the limit it would not wait. */
const WAITED_AT_LIMIT_PERCENT = { enter: 5, leave: 2 };

/** Of a limit: the kernel lets requests through in slices, so that it is rarely met exactly. */
const AT_LIMIT_PERCENT = { enter: 85, leave: 70 };

/** What is lost where no pressure tells how much: as much as of one whose only work is that. */
const UNKNOWN_LOSS_PERCENT = 50;

/** Waiting for block devices: at a limit of its own or around it, or because they are slow. */
export function ioWaiting(context: VerdictContext): Reason | null {
  const { own } = context;
  const io = own.now.pressure?.io ?? null;
  const waited = io?.some10Percent ?? null;
  const limit = limitReached(context);
  const blocked = waited === null ? blockedProcess(own) : null;
  const isLimited =
    limit !== null && (waited === null || isOver(waited, WAITED_AT_LIMIT_PERCENT, "io-waiting", context));
  if (!isLimited && blocked === null && !isOver(waited, WAITED_PERCENT, "io-waiting", context)) return null;
  const howLong =
    waited !== null
      ? `Waiting for block I/O ${percentText(waited)} of the time`
      : blocked !== null
        ? `Waiting for block I/O: ${blocked.comm} (pid ${blocked.pid}) was found in uninterruptible sleep again and again`
        : "Waiting for block I/O";
  const why = isLimited ? `: ${limit.text}` : "";
  return {
    lostPercent: waited ?? UNKNOWN_LOSS_PERCENT,
    verdict: {
      code: "io-waiting",
      sentence: `${howLong}${why}.`,
      evidence: [
        ...(io === null ? [] : [citePressure(own.now, "io", io)]),
        ...(blocked === null ? [] : [{ path: `/proc/${blocked.pid}/stat`, value: `state ${blocked.state}` }]),
        ...(isLimited ? limit.evidence : []),
      ],
    },
  };
}

interface ReachedLimit {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

function limitReached(context: VerdictContext): ReachedLimit | null {
  const { own, around } = context;
  for (const span of [own, ...around]) {
    const { now, base, seconds } = span;
    if (seconds === null) continue;
    for (const limit of now.io?.limits ?? []) {
      const before = base.io?.limits.find(
        ({ device, kind }) => device === limit.device && kind === limit.kind,
      );
      const done = before === undefined ? 0 : limit.done - before.done;
      const share = (done / seconds / limit.perSecond) * 100;
      if (!isOver(share, AT_LIMIT_PERCENT, "io-waiting", context)) continue;
      const whose = span === own ? "its limit" : `the limit that everything in ${now.path} has together`;
      return {
        text: `${whose}, ${limitText(limit)}, is reached`,
        evidence: limitEvidence(span, limit, done),
      };
    }
  }
  return null;
}

function limitText({ device, name, kind, perSecond }: IoLimitSample): string {
  const { amount, what } = KINDS[kind];
  return `${amount(perSecond)} ${what} ${name ?? `device ${device}`}`;
}

const KINDS = {
  readBytesPerSecond: {
    amount: (value: number) => `${bytesText(value)}/s`,
    what: "read from",
    isBytes: true,
  },
  writeBytesPerSecond: {
    amount: (value: number) => `${bytesText(value)}/s`,
    what: "written to",
    isBytes: true,
  },
  readsPerSecond: { amount: String, what: "reads per second of", isBytes: false },
  writesPerSecond: { amount: String, what: "writes per second of", isBytes: false },
} as const satisfies Readonly<Record<IoLimitSample["kind"], object>>;

function limitEvidence({ now }: CgroupSpan, limit: IoLimitSample, done: number): readonly Evidence[] {
  const { device, kind, perSecond } = limit;
  const counter = KINDS[kind].isBytes ? CGROUP_FILES.ioBytes : CGROUP_FILES.ioOperations;
  return [
    cite(now, CGROUP_FILES[kind], `${device} ${perSecond}`),
    cite(now, counter, counted(device, limit.done, done)),
  ];
}

/** One that was blocked at both ends of the last seconds; a process that does much I/O is often found so, others hardly twice. */
function blockedProcess({ now, base, seconds }: CgroupSpan): ProcessWait | null {
  if (seconds === null || seconds < LEAST_BLOCKED_SECONDS) return null;
  const blockedBefore = new Set((base.waits ?? []).filter(isBlocked).map(({ pid }) => pid));
  return (now.waits ?? []).find((wait) => isBlocked(wait) && blockedBefore.has(wait.pid)) ?? null;
}

const LEAST_BLOCKED_SECONDS = 2;

function isBlocked({ state }: ProcessWait): boolean {
  return state === "D";
}
