import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { headerLines } from "../../src/view/header-lines.ts";
import { unpainted } from "../../src/view/theme.ts";
import { groupOf, snapshotOf } from "./detail-fixture.ts";

const docker = {
  name: "docker",
  endpoint: "unix:///run/docker.sock",
  state: "connected",
  version: "28.2",
  message: null,
} as const;
const base = snapshotOf(
  groupOf("a", { state: "running" }),
  groupOf("b", { state: "running" }),
  groupOf("c", { state: "paused" }),
  groupOf("d", { state: "restarting" }),
);
const busy: Snapshot = {
  ...base,
  engines: [docker],
  host: {
    ...base.host,
    cpuPercent: 43.4,
    loadAverage: [2.1, 1.85, 121.2],
    memory: { totalBytes: 16 * 2 ** 30, availableBytes: 4 * 2 ** 30, swapTotalBytes: 0, swapFreeBytes: 0 },
    processes: 812,
    threads: 2114,
  },
};

function lines(snapshot: Snapshot, width = 160): readonly string[] {
  return headerLines(snapshot, { secondsBehind: null }, width).map(unpainted);
}

test("the machine, its engines and what they run", () => {
  const [machine = "", cpu = "", memory = ""] = lines(busy);
  expect(machine).toMatch(
    /^ nstop {2}host {2}6\.1\.0 {2}up 00:16 {2}docker 28\.2 ● 2 up {2}1 paused {2}1 restarting {3,}\d\d:\d\d:\d\d +1\.0s$/,
  );
  expect(cpu).toMatch(/^ CPU ▕.*▏ {2}43% {2}load {2}2\.10 {2}1\.85 {3}121 .*812 processes {2}2,114 threads$/);
  expect(memory).toMatch(/^ MEM ▕.*▏ {2}75% {4}12Gi of 16Gi +no swap +mnt 1 pid 1 net 1/);
});

test("an engine that does not answer is said not to, in a word and not by a colour", () => {
  expect(lines({ ...busy, engines: [{ ...docker, state: "denied" }] })[0]).toContain(
    "docker 28.2 ○ no permission",
  );
  expect(lines({ ...busy, engines: [{ ...docker, state: "unreachable", version: null }] })[0]).toContain(
    "docker ○ not answering",
  );
  expect(lines({ ...base, groups: [] })[0]).toContain("no container engine");
});

describe("what stands in the lines", () => {
  test("stays where it is when numbers change", () => {
    const calm = { ...busy, host: { ...busy.host, cpuPercent: 100, loadAverage: [0, 0, 0] as const } };
    const places = (snapshot: Snapshot) =>
      lines(snapshot).map((line) => [
        line.indexOf("load"),
        line.indexOf("pressure"),
        line.indexOf("processes"),
      ]);
    expect(places(calm)).toEqual(places(busy));
  });

  test("that is not known is a dash", () => {
    const blind = {
      ...base,
      host: { ...base.host, cpuPercent: null, loadAverage: null, uptimeSeconds: null },
    };
    expect(lines(blind)[1]).toMatch(/CPU ▕ +▏ {4}- {2}load {5}- {5}- {5}- /);
  });

  test("goes by its weight when the terminal is narrow", () => {
    expect(lines(busy, 40)[0]).toMatch(/^ host +\d\d:\d\d:\d\d$/);
    expect(lines(busy, 80)[1]).toContain("812 processes");
    expect(lines(busy, 80)[1]).not.toContain("pressure");
  });
});

test("while paused it says how far behind it is, whatever the width", () => {
  for (const width of [40, 160]) {
    expect(headerLines(busy, { secondsBehind: 3 }, width).map(unpainted)[0]).toContain("paused -3 s");
  }
});
