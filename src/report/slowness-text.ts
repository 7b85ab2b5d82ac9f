import { durationText } from "../model/amount-text.ts";
import type { Evidence, Group, Verdict } from "../model/snapshot.ts";
import { secondsBetween } from "./format.ts";

/** Said where there is nothing to say: that nothing was found, or that there is nothing to find it by. */
export function nothingFound({ cgroupPath }: Group): string {
  return cgroupPath === null
    ? "not known: it has no control group of its own"
    : "nothing was found that slows it down";
}

/** In the overview: at most four cells, ASCII, the same in monochrome. Also the order in which the worst comes first. */
const MARKS: Readonly<Record<Verdict["code"], string>> = {
  frozen: "frz",
  "pids-exhausted": "pid!",
  "memory-pressed": "mem!",
  "cpu-throttled": "cpu!",
  "io-waiting": "io!",
  "host-pressed": "host",
};

const WORST_FIRST = Object.keys(MARKS);

/** Why it is slow in four cells: `cpu!`, `frz`, …; `mem?` and `pid?` where a limit is soon reached; empty where nothing was found. */
export function whyMark({ verdict, memory, pids }: Group): string {
  if (verdict !== null) return MARKS[verdict.code];
  if (memory.secondsToLimit !== null) return "mem?";
  return pids.secondsToLimit === null ? "" : "pid?";
}

/** How bad that is, for sorting: the higher the worse; `null` where nothing was found. */
export function whyRank(group: Group): number | null {
  if (group.verdict !== null) return WORST_FIRST.length - WORST_FIRST.indexOf(group.verdict.code);
  return whyMark(group) === "" ? null : 0;
}

/** When its limits are reached, if it goes on as it does; a sentence for each. */
export function forecastSentences({ memory, pids }: Group): readonly string[] {
  const sentence = (seconds: number | null, what: string) =>
    seconds === null ? [] : [`At this rate its limit of ${what} is reached in ${durationText(seconds)}.`];
  return [...sentence(memory.secondsToLimit, "memory"), ...sentence(pids.secondsToLimit, "processes")];
}

/** Why it is slow, and when it will be; empty where there is nothing to say. */
export function slownessSentences(group: Group): readonly string[] {
  return [...(group.verdict === null ? [] : [group.verdict.sentence]), ...forecastSentences(group)];
}

/**
 * When the kernel killed a process of it for want of memory and which, such as `tail (pid 24198), 3 min ago`; `null` where none is known.
 *
 * @param takenAt RFC 3339: it was so long before; `null` where it is to be told by the clock.
 */
export function lastOomKillText({ memory: { lastOomKill } }: Group, takenAt: string | null): string | null {
  if (lastOomKill === null) return null;
  const { at, pid, comm } = lastOomKill;
  const whom = pid === null ? "a process" : `${comm} (pid ${pid})`;
  const seconds = secondsBetween(at, takenAt);
  return `${whom}, ${seconds === null ? `at ${at}` : `${durationText(Math.max(0, seconds))} ago`}`;
}

/** A file, and what stands in it. */
export function evidenceText({ path, value }: Evidence): string {
  return `${path}: ${value}`;
}
