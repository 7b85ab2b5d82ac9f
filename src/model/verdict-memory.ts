import { bytesText, countText, durationText, percentText } from "./amount-text.ts";
import { CGROUP_FILES, isInV1 } from "./cgroup-file.ts";
import type { CgroupSpan } from "./cgroup-window.ts";
import { secondsBetweenTimes } from "./last-oom-kill.ts";
import type { Evidence, Verdict } from "./snapshot.ts";
import {
  cite,
  citePressure,
  counted,
  grownBy,
  isIdle,
  isOver,
  type VerdictContext,
} from "./verdict-context.ts";

/** A kill is told for so long: whoever was killed is missing, or is starting again. After that it stands among the facts. */
const KILL_SECONDS = 60;

/** In the last seconds: one that reads a large file fills its limit with pages that cost nothing to drop, and hits it once in a while. */
const LIMIT_HITS = { enter: 10, leave: 1 };

/** Of its limit, with no pages to drop: then a single hit is one too many. */
const FULL_PERCENT = 95;

/** Of its time, waiting for memory. */
const WAITED_PERCENT = { enter: 10, leave: 5 };

/** Pages a second that were thrown out and wanted back: 1 MiB/s of reading again what it had. */
const REFAULTS_PER_SECOND = { enter: 256, leave: 64 };

/** Short of memory: killed, held back, or made to give up pages that it needs. */
export function memoryPressed(context: VerdictContext): Verdict | null {
  return killed(context) ?? held(context) ?? hit(context) ?? waiting(context);
}

function killed({ own, lastOomKill, takenAt }: VerdictContext): Verdict | null {
  if (lastOomKill === null) return null;
  const age = secondsBetweenTimes(lastOomKill.at, takenAt);
  if (age === null || age > KILL_SECONDS) return null;
  const { pid, comm } = lastOomKill;
  const kills = grownBy(own, ({ memory }) => memory?.oomKills);
  const whom = pid === null ? "a process of it" : `${comm} (pid ${pid})`;
  const more = (kills ?? 0) > 1 ? `, the last of ${kills}` : "";
  const count = own.now.memory?.oomKills;
  return {
    code: "memory-pressed",
    sentence: `Out of memory ${durationText(age)} ago: the kernel killed ${whom}${more}${atLimit(own, lastOomKill)}.`,
    evidence: [
      ...(count == null
        ? []
        : [cite(own.now, CGROUP_FILES.oomKills, counted("oom_kill", count, kills || null))]),
      ...(pid === null
        ? []
        : [{ path: "/dev/kmsg", value: `oom-kill: task=${comm}, pid=${pid}, ${lastOomKill.at}` }]),
    ],
  };
}

function atLimit({ now }: CgroupSpan, { limitPath }: NonNullable<VerdictContext["lastOomKill"]>): string {
  if (limitPath === null) return "";
  if (limitPath === "/") return ", since the host had no memory left";
  if (limitPath !== now.path) return `, at the memory limit of ${limitPath}`;
  const limit = now.memory?.limitBytes;
  return typeof limit === "number" ? `, at its limit of ${bytesText(limit)}` : ", at its limit";
}

/** Above `memory.high` the kernel makes whoever allocates sleep. */
function held(context: VerdictContext): Verdict | null {
  const { own } = context;
  for (const span of levels(context)) {
    const hits = grownBy(span, ({ memory }) => memory?.highHits) ?? 0;
    const { highBytes, highHits } = span.now.memory ?? {};
    if (hits === 0 || typeof highBytes !== "number") continue;
    const whose = span === own ? "its memory.high" : `the memory.high of ${span.now.path}`;
    return {
      code: "memory-pressed",
      sentence: `Over ${whose} of ${bytesText(highBytes)}: the kernel held it back ${times(hits)} in the last seconds to take memory from it.`,
      evidence: [
        cite(span.now, CGROUP_FILES.highHits, counted("high", highHits, hits)),
        cite(span.now, CGROUP_FILES.memoryHigh, String(highBytes)),
        ...pressureEvidence(own),
      ],
    };
  }
  return null;
}

function hit(context: VerdictContext): Verdict | null {
  const { own } = context;
  for (const span of levels(context)) {
    const { now } = span;
    const hits = grownBy(span, ({ memory }) => memory?.limitHits);
    const { limitBytes, workingSetBytes, limitHits } = now.memory ?? {};
    if (hits === null || hits === 0 || typeof limitBytes !== "number") continue;
    const isFull = (workingSetBytes ?? 0) >= (limitBytes * FULL_PERCENT) / 100;
    if (!isFull && !isOver(hits, LIMIT_HITS, "memory-pressed", context)) continue;
    const whose = span === own ? "its memory limit" : `the memory limit of ${now.path}`;
    const refaults = grownBy(own, ({ memory }) => memory?.refaults) ?? 0;
    const back =
      refaults > 0 ? `, and had to read back ${countText(refaults, "page", "pages")} that it had lost` : "";
    const name = isInV1(now.directories, CGROUP_FILES.limitHits) ? "" : "max";
    return {
      code: "memory-pressed",
      sentence: `It ran into ${whose} of ${bytesText(limitBytes)} ${times(hits)} in the last seconds${back}.`,
      evidence: [
        cite(now, CGROUP_FILES.limitHits, counted(name, limitHits, hits)),
        cite(now, CGROUP_FILES.memoryLimit, String(limitBytes)),
        ...refaultEvidence(own),
        ...pressureEvidence(own),
      ],
    };
  }
  return null;
}

/** Whatever takes its memory, a limit or a host that has none left. */
function waiting(context: VerdictContext): Verdict | null {
  const { own } = context;
  const waited = own.now.pressure?.memory?.some10Percent ?? null;
  const refaults = grownBy(own, ({ memory }) => memory?.refaults);
  const perSecond = refaults === null || own.seconds === null ? null : refaults / own.seconds;
  const isWaiting = isOver(waited, WAITED_PERCENT, "memory-pressed", context);
  const isThrashing = isOver(perSecond, REFAULTS_PER_SECOND, "memory-pressed", context);
  if (!isWaiting && !isThrashing) return null;
  const lost = waited === null ? "" : `Waiting for memory ${percentText(waited)} of the time`;
  const again = isThrashing
    ? `reading back ${bytesText((perSecond ?? 0) * PAGE_BYTES)}/s that was taken from it for want of memory`
    : "";
  return {
    code: "memory-pressed",
    sentence: `${capital([isWaiting ? lost : "", again].filter((part) => part !== "").join(", "))}.`,
    evidence: [...pressureEvidence(own), ...refaultEvidence(own)],
  };
}

/** Nearly everywhere; the sentence says about how much. */
const PAGE_BYTES = 4096;

/** Of a limit around it only one is told that has done something with its memory. */
function levels(context: VerdictContext): readonly CgroupSpan[] {
  const { own, around } = context;
  const { now, base } = own;
  const hasMoved =
    now.memory?.currentBytes !== base.memory?.currentBytes || now.memory?.refaults !== base.memory?.refaults;
  return isIdle(context) || !hasMoved ? [own] : [own, ...around];
}

function pressureEvidence({ now }: CgroupSpan): readonly Evidence[] {
  const memory = now.pressure?.memory;
  return memory == null || memory.some10Percent === 0 ? [] : [citePressure(now, "memory", memory)];
}

function refaultEvidence(own: CgroupSpan): readonly Evidence[] {
  const refaults = grownBy(own, ({ memory }) => memory?.refaults);
  if (refaults === null || refaults === 0) return [];
  const name = isInV1(own.now.directories, CGROUP_FILES.memoryStat)
    ? "total_workingset_refault_*"
    : "workingset_refault_*";
  return [cite(own.now, CGROUP_FILES.memoryStat, counted(name, own.now.memory?.refaults, refaults))];
}

function times(count: number): string {
  return countText(count, "time", "times");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
