import { expect, test } from "vitest";
import { parseStat } from "../../src/procfs/stat.ts";
import { fixtureText } from "./fixture.ts";

const STAT = fixtureText("v2-docker-systemd", "/proc/stat");

test("reads the ticks of all CPUs together and of each", () => {
  const { cpu, cpus } = parseStat(STAT);
  expect(cpu).toEqual({
    user: 2076,
    nice: 0,
    system: 2423,
    idle: 1837,
    ioWait: 12,
    irq: 0,
    softIrq: 146,
    steal: 0,
    busy: 2076 + 2423 + 146,
    total: 2076 + 2423 + 1837 + 12 + 146,
  });
  expect(cpus.map(({ user }) => user)).toEqual([1060, 1016]);
});

test("reads how many processes were made, and when the machine started", () => {
  expect(parseStat(STAT)).toMatchObject({ forks: 478, bootTimeSeconds: 1795617469 });
});

test("everything but idling and waiting for I/O is busy", () => {
  const text = STAT.replace(/^cpu .*$/m, "cpu  1 20 300 4000 50000 600000 7000000 80000000 0 0");
  expect(parseStat(text).cpu).toMatchObject({ busy: 87600321, total: 87654321 });
});

test("time of guests is not counted twice", () => {
  const text = STAT.replace(/^cpu .*$/m, "cpu  100 10 0 50 0 0 0 0 90 10");
  expect(parseStat(text).cpu).toMatchObject({ busy: 110, total: 160 });
});

test("a CPU that was taken offline leaves no gap", () => {
  expect(parseStat(STAT.replace(/^cpu0 .*\n/m, "")).cpus).toHaveLength(1);
});

test.each([/^cpu .*\n/m, /^btime .*\n/m, /^processes .*\n/m])("throws without the line %s", (line) => {
  expect(() => parseStat(STAT.replace(line, ""))).toThrow(SyntaxError);
});

test("throws when a CPU's line is cut short", () => {
  expect(() => parseStat(STAT.replace(/^(cpu1 \d+ \d+).*$/m, "$1"))).toThrow(SyntaxError);
});
