import { describe, expect, test } from "vitest";
import type { Group, Verdict } from "../../src/model/snapshot.ts";
import {
  forecastSentences,
  lastOomKillText,
  slownessSentences,
  whyMark,
  whyRank,
} from "../../src/report/slowness-text.ts";
import { API, SIDECAR } from "./fixture.ts";

const CODES: readonly Verdict["code"][] = [
  "frozen",
  "pids-exhausted",
  "memory-pressed",
  "cpu-throttled",
  "io-waiting",
  "host-pressed",
];

const CALM: Group = { ...API, verdict: null };

function slow(code: Verdict["code"]): Group {
  return { ...API, verdict: { code, sentence: "It is slow.", evidence: [] } };
}

/** What is short of seconds that are left. */
function soon(memorySeconds: number | null, pidsSeconds: number | null): Group {
  return {
    ...CALM,
    memory: { ...CALM.memory, secondsToLimit: memorySeconds },
    pids: { ...CALM.pids, secondsToLimit: pidsSeconds },
  };
}

describe("the mark", () => {
  test("is another one for each reason, in at most four cells of ASCII", () => {
    const marks = CODES.map((code) => whyMark(slow(code)));
    expect(new Set(marks).size).toBe(CODES.length);
    for (const mark of marks) expect(mark).toMatch(/^[\x21-\x7e]{2,4}$/);
  });

  test("is none where nothing was found, and a question where a limit is soon reached", () => {
    expect(whyMark(CALM)).toBe("");
    expect(whyMark(soon(240, null))).toBe("mem?");
    expect(whyMark(soon(null, 240))).toBe("pid?");
  });

  test("is sorted by what stops it, what slows it, what soon will, and then nothing", () => {
    const ranks = [...CODES.map(slow), soon(240, null)].map(whyRank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(whyRank(CALM)).toBeNull();
  });
});

test("a limit that is soon reached is told in a sentence, after what slows it down already", () => {
  expect(forecastSentences(soon(245, 59))).toEqual([
    "At this rate its limit of memory is reached in 4 min.",
    "At this rate its limit of processes is reached in 59 s.",
  ]);
  expect(slownessSentences({ ...soon(245, null), verdict: API.verdict })[0]).toBe(API.verdict?.sentence);
  expect(slownessSentences(CALM)).toEqual([]);
});

describe("the last kill", () => {
  const at = "2026-01-02T03:00:00Z";
  const killed = (pid: number | null): Group => ({
    ...SIDECAR,
    memory: {
      ...SIDECAR.memory,
      lastOomKill: { at, pid, comm: pid === null ? null : "tail", limitPath: null },
    },
  });

  test("is told with whom, and how long ago it was", () => {
    expect(lastOomKillText(killed(7), "2026-01-02T03:03:10Z")).toBe("tail (pid 7), 3 min ago");
    expect(lastOomKillText(killed(null), null)).toBe(`a process, at ${at}`);
  });

  test("is none where none is known", () => {
    expect(lastOomKillText(SIDECAR, at)).toBeNull();
  });
});
