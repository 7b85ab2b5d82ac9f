import { expect, test } from "vitest";
import { verdictSection } from "../../src/view/verdict-section.ts";
import { cellsOf, detailOf, groupOf } from "./detail-fixture.ts";

const web = groupOf("web", {
  verdict: {
    code: "cpu-throttled",
    sentence:
      "The CPU quota of 40 % of a core that everything in /kubepods/pod1 has together held it back in 92 % of the last 50 periods.",
    evidence: [{ path: "/sys/fs/cgroup/kubepods/pod1/cpu.stat", value: "nr_throttled 46 (+46)" }],
  },
});

test("the sentence stands above the files that show it, broken so that it can be read", () => {
  const section = verdictSection(detailOf({ group: web }));
  const lines = cellsOf(section).map(({ why }) => why);
  expect(lines.slice(0, -1).join(" ")).toBe(web.verdict?.sentence);
  expect(Math.max(...lines.slice(0, -1).map((line = "") => line.length))).toBeLessThanOrEqual(76);
  expect(lines.at(-1)).toBe("  /sys/fs/cgroup/kubepods/pod1/cpu.stat: nr_throttled 46 (+46)");
  expect(new Set(section.rows.map((row) => section.key(row))).size).toBe(lines.length);
});

test("what is copied is the whole sentence, or a file with its value", () => {
  const { rows, copies } = verdictSection(detailOf({ group: web }));
  expect(rows.map((row) => copies?.(row))).toEqual([
    web.verdict?.sentence,
    web.verdict?.sentence,
    "/sys/fs/cgroup/kubepods/pod1/cpu.stat: nr_throttled 46 (+46)",
  ]);
});

test("a limit that is soon reached and the last kill stand below; the kill alone is nothing wrong now", () => {
  const { memory } = web;
  const at = "2026-01-02T03:00:00Z";
  const lastOomKill = { at, pid: 7, comm: "tail", limitPath: null };
  const group = { ...web, verdict: null, memory: { ...memory, secondsToLimit: 240, lastOomKill } };
  const section = verdictSection(detailOf({ group }));
  expect(cellsOf(section).map(({ why }) => why)).toEqual([
    "At this rate its limit of memory is reached in 4 min.",
    `Last killed for want of memory: tail (pid 7), at ${at}`,
  ]);
  expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false]);
});

test("where nothing was found it says so", () => {
  const empty = (cgroupPath: string | null) =>
    verdictSection(detailOf({ group: { ...web, verdict: null, cgroupPath } })).empty;
  expect(empty("/docker/web")).toBe("nothing was found that slows it down");
  expect(empty(null)).toBe("not known: it has no control group of its own");
});
