import { expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { pageHeaderLines } from "../../src/view/page-header-lines.ts";
import { unpainted } from "../../src/view/theme.ts";
import { groupOf, snapshotOf } from "./detail-fixture.ts";

const web = groupOf("web", { cgroupPath: "/docker/web" });
const lastOomKill = { at: "2026-01-02T03:03:05.000Z", pid: 7, comm: "tail", limitPath: null };

/** The line on why it is slow. */
function why(group: Group, width = 120): string {
  const snapshot = snapshotOf(group);
  const lines = pageHeaderLines({ screens: [], group, snapshot, clock: { secondsBehind: null }, width });
  expect(lines).toHaveLength(4);
  return unpainted(lines[3] ?? "").trim();
}

test("what slows a group down is said in its header, and that nothing was found is said too", () => {
  const verdict = { code: "frozen", sentence: "Frozen: it does not run.", evidence: [] } as const;
  expect(why({ ...web, verdict })).toBe("WHY Frozen: it does not run.");
  expect(why(web)).toBe("WHY nothing was found that slows it down");
});

test("the last kill is said beside it, unless that is what slows it down", () => {
  const killed = { ...web, memory: { ...web.memory, lastOomKill } };
  expect(why(killed)).toBe(
    "WHY nothing was found that slows it down  last OOM kill: tail (pid 7), 1 min ago",
  );
  const verdict = { code: "memory-pressed", sentence: "Out of memory.", evidence: [] } as const;
  expect(why({ ...killed, verdict })).toBe("WHY Out of memory.");
});

test("a narrow terminal cuts the end of the sentence", () => {
  const verdict = {
    code: "frozen",
    sentence: `Frozen: ${"it does not run ".repeat(9)}`,
    evidence: [],
  } as const;
  expect(why({ ...web, verdict }, 40)).toMatch(/^WHY Frozen: it does not run .*…$/);
});
