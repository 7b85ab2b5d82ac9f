import { expect, test } from "vitest";
import type { OomKill } from "../../src/collector/sample.ts";
import { knownKills, lastOomKill } from "../../src/model/last-oom-kill.ts";
import type { OomKillSummary } from "../../src/model/snapshot.ts";

const AT = Date.UTC(2024, 0, 2, 3, 4, 5);
const TIME = "2024-01-02T03:04:05.000Z";
const LOGGED: OomKill = {
  atMilliseconds: AT,
  pid: 7,
  comm: "tail",
  cgroupPath: "/docker/a",
  limitPath: "/docker/a",
};
const SUMMARY: OomKillSummary = { at: TIME, pid: 7, comm: "tail", limitPath: "/docker/a" };

interface Facts {
  readonly logged?: readonly OomKill[];
  /** When the engine told. */
  readonly told?: string;
  readonly grown?: number;
  readonly shown?: OomKillSummary;
}

function found({ logged = [], told, grown, shown }: Facts): OomKillSummary | null {
  const event = {
    what: "oom",
    containerId: "a",
    name: null,
    exitCode: null,
    command: null,
    pid: null,
  } as const;
  const events = told === undefined ? [] : [{ ...event, at: told }];
  const kills = knownKills({ oomKills: logged, engines: { reports: [], containers: new Map(), events } });
  return lastOomKill(
    {
      cgroupPath: "/docker/a",
      containerId: "a",
      grown: grown ?? null,
      takenAt: "2024-01-02T03:04:06.000Z",
      shown: shown ?? null,
    },
    kills,
  );
}

test("nothing is known where nothing was told", () => {
  expect(found({})).toBeNull();
  expect(found({ logged: [{ ...LOGGED, cgroupPath: "/docker/b" }], grown: 0 })).toBeNull();
});

test("the kernel's log knows best", () => {
  expect(found({ logged: [LOGGED], told: "2024-01-02T03:04:05.600Z", grown: 1 })).toEqual(SUMMARY);
});

test("the newest of several is told", () => {
  const later = { ...LOGGED, atMilliseconds: AT + 500, pid: 9 };
  expect(found({ logged: [LOGGED, later], shown: SUMMARY })).toMatchObject({ pid: 9 });
});

test("without a log the engine knows when, and without an engine the counter does", () => {
  expect(found({ told: TIME, grown: 1 })).toMatchObject({ pid: null, comm: null });
  expect(found({ told: TIME })).toEqual({ at: TIME, pid: null, comm: null, limitPath: null });
  expect(found({ grown: 1 })).toMatchObject({ at: "2024-01-02T03:04:06.000Z", pid: null });
});

test("what was known is kept, until there is another kill", () => {
  expect(found({ shown: SUMMARY })).toEqual(SUMMARY);
  expect(found({ shown: SUMMARY, told: "2024-01-02T03:04:05.900Z" })).toEqual(SUMMARY);
  expect(found({ shown: SUMMARY, told: "2024-01-02T03:14:05Z" })).toMatchObject({ pid: null });
});
