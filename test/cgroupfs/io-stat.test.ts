import { expect, test } from "vitest";
import { parseIoOperations, parseIoStat, totalIo } from "../../src/cgroupfs/io-stat.ts";
import { fixtureText } from "../procfs/fixture.ts";
import { v2 } from "./containers.ts";

test("reads what a captured service has read and written", () => {
  const text = fixtureText("v2-docker-systemd", "/sys/fs/cgroup/system.slice/docker.service/io.stat");
  expect(parseIoStat(text)).toEqual([{ device: "254:0", readBytes: 8192, writeBytes: 3026944 }]);
});

test("a cgroup that did no I/O has an empty file", () => {
  expect(parseIoStat(v2("io.stat"))).toEqual([]);
  expect(totalIo([])).toEqual({ readBytes: 0, writeBytes: 0 });
});

test("a device without figures on the line of the one after it has none", () => {
  expect(parseIoStat("7:0 254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n8:0 \n")).toEqual([
    { device: "7:0", readBytes: 0, writeBytes: 0 },
    { device: "254:0", readBytes: 1, writeBytes: 2 },
    { device: "8:0", readBytes: 0, writeBytes: 0 },
  ]);
});

test("figures that other controllers add are passed over", () => {
  const text = "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0 cost.usage=7 use_delay=0 delay_nsec=0\n";
  expect(parseIoStat(text)).toEqual([{ device: "8:0", readBytes: 1, writeBytes: 2 }]);
});

test("reads how many times as well", () => {
  expect(parseIoOperations("7:0 254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n")).toEqual([
    { device: "7:0", reads: 0, writes: 0 },
    { device: "254:0", reads: 3, writes: 4 },
  ]);
});

test("adds up devices", () => {
  const devices = parseIoStat("8:0 rbytes=1 wbytes=2\n8:16 rbytes=10 wbytes=20\n");
  expect(totalIo(devices)).toEqual({ readBytes: 11, writeBytes: 22 });
});

test.each(["rbytes=1\n", "8:0 rbytes=\n", "8:0 rbytes=x\n", "8:0 rbytes\n", "8 rbytes=1\n"])(
  "throws on %j",
  (text) => {
    expect(() => parseIoStat(text)).toThrow(SyntaxError);
  },
);
