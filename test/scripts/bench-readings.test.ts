import { describe, expect, test } from "vitest";
import { cpuMilliseconds } from "../../scripts/bench/cpu-time.ts";
import { cursorLine, isFrame, selectedName } from "../../scripts/bench/overview-lines.ts";
import { pssBytes } from "../../scripts/bench/pss.ts";

describe("what the benchmark reads", () => {
  test("CPU time is a process's own and that of the children it reaped, whatever it calls itself", () => {
    const stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 500 600 0 0 7 5 30 20 20 0 1 0 1000 4096 100";
    expect(cpuMilliseconds(stat)).toBe((7 + 5 + 30 + 20) * 10);
  });

  test("proportional memory is the line Pss, and none of the lines whose names begin so", () => {
    const rollup =
      "1000-2000 ---p 0 00:00 0 [rollup]\nRss:    1708 kB\nPss:     671 kB\nPss_Dirty:  116 kB\n";
    expect(pssBytes(rollup)).toBe(671 * 1024);
  });

  test("memory without the line Pss is malformed", () => {
    expect(() => pssBytes("Rss: 1708 kB\nSwapPss: 0 kB\n")).toThrow(SyntaxError);
  });

  const header = " nstop  host  6.18  up 03:04";
  const titles = "   NAME          ENGINE  STATE  ▾CPU%  LIMIT";

  test("a frame is complete once it has a header, titles and a row with the cursor", () => {
    expect(isFrame([header, titles, " ▸ host   -   -   2.0"])).toBe(true);
    expect(isFrame([header, titles, ""])).toBe(false);
    expect(isFrame([header, "", " ▸ host   -   -   2.0"])).toBe(false);
    expect(isFrame(["", titles, " ▸ host   -   -   2.0"])).toBe(false);
  });

  test("the selected name is that of the row with the cursor, in ASCII too", () => {
    expect(selectedName([titles, "   one  -", " ▸ two  -"])).toBe("two");
    expect(selectedName([titles, " > one  -", "   two  -"])).toBe("one");
    expect(selectedName([titles, "   one  -"])).toBeNull();
    expect(cursorLine([titles, "   one  -", " ▸ two  -"])).toBe(2);
  });
});
