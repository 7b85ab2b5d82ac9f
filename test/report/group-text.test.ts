import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import {
  cpuLimitText,
  groupName,
  groupNames,
  isUnwell,
  memoryLimitText,
  pidsText,
  shortId,
  stateText,
  upText,
} from "../../src/report/group-text.ts";
import { fakeGroup } from "../stream/fake-snapshot.ts";
import { API, API_ID, HOST_GROUP } from "./fixture.ts";

describe("the state", () => {
  test.each<[string, Partial<Group>]>([
    ["up", { state: "running", health: "healthy" }],
    ["up", { state: null, processes: 2 }],
    ["-", { state: null, processes: 0 }],
    ["paused", { state: "paused", frozen: true }],
    ["frozen", { state: "running", frozen: true }],
    ["unhealthy", { state: "running", health: "unhealthy" }],
    ["starting", { state: "running", health: "starting" }],
    ["restarting", { state: "restarting" }],
    ["1 proc", { kind: "namespace", processes: 1 }],
    ["3 procs", { kind: "service", processes: 3 }],
    ["-", { kind: "host", processes: 702 }],
  ])("is %j of %j", (text, facts) => {
    expect(stateText({ ...fakeGroup("g"), ...facts })).toBe(text);
  });
});

describe("a limit", () => {
  test("that is being hit has a mark", () => {
    expect([cpuLimitText(API), memoryLimitText(API)]).toEqual(["100!", "512Mi!"]);
    expect(pidsText({ ...API, pids: { current: 100, limit: 100, secondsToLimit: null } })).toBe("100!");
  });

  test("that is not being hit has none", () => {
    const calm: Group = {
      ...API,
      cpu: { ...API.cpu, throttledPercent: 0 },
      memory: { ...API.memory, limitHits: 0 },
    };
    expect([cpuLimitText(calm), memoryLimitText(calm), pidsText(calm)]).toEqual(["100", "512Mi", "18"]);
    expect(pidsText({ ...calm, pids: { current: 18, limit: "max", secondsToLimit: null } })).toBe("18");
  });

  test("that is not known is not hit", () => {
    expect([cpuLimitText(HOST_GROUP), memoryLimitText(HOST_GROUP)]).toEqual(["-", "-"]);
  });

  test("takes at most 7 cells, whatever it is", () => {
    const amount = fc.double({ min: 0, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.nat(), (percent, limitBytes, current) => {
        const group: Group = {
          ...API,
          cpu: { ...API.cpu, limitPercent: percent },
          memory: { ...API.memory, limitBytes },
          pids: { current, limit: 0, secondsToLimit: null },
        };
        for (const text of [cpuLimitText(group), memoryLimitText(group), pidsText(group)]) {
          expect(text).toMatch(/^[\x20-\x7e]{1,6}!$/);
        }
      }),
    );
  });
});

test("a container is unwell when its engine or its health check says so", () => {
  const states = ["running", "paused", "restarting", "exited", "dead", null];
  expect(states.filter((state) => isUnwell({ ...API, state }))).toEqual(["restarting", "exited", "dead"]);
  expect(isUnwell({ ...API, health: "unhealthy" })).toBe(true);
});

test("how long it has run is reckoned to the snapshot", () => {
  expect(upText(API, "2026-06-28T14:33:07.000Z")).toBe("1m");
  expect(upText(HOST_GROUP, "2026-06-28T14:33:07.000Z")).toBe("-");
});

test("an id is shortened as engines do, when it is a hash", () => {
  expect([API_ID, "lxc:web", "net:4026532841"].map(shortId)).toEqual([
    "7f9c7f9c7f9c",
    "lxc:web",
    "net:4026532841",
  ]);
});

test("a group that is gone is called by its id", () => {
  const names = groupNames([API]);
  expect(groupName(API_ID, names)).toBe("api");
  expect(groupName("0".repeat(64), names)).toBe("000000000000");
});
