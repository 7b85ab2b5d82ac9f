import { expect, test } from "vitest";
import { parseBlkio } from "../../src/cgroupfs/blkio.ts";
import { v1 } from "./containers.ts";

test("reads what was read from and written to each device", () => {
  const operations = (device: string, read: number, write: number) =>
    `${device} Read ${read}\n${device} Write ${write}\n${device} Sync 0\n${device} Async 9\n${device} Discard 9\n${device} Total 9\n`;
  expect(parseBlkio(`${operations("254:0", 4096, 8192)}${operations("254:16", 1, 2)}Total 18\n`)).toEqual([
    { device: "254:0", readBytes: 4096, writeBytes: 8192 },
    { device: "254:16", readBytes: 1, writeBytes: 2 },
  ]);
});

test("a cgroup that did no I/O has a total only", () => {
  const text = v1("blkio", "blkio.throttle.io_service_bytes");
  expect(text).toBe("Total 0\n");
  expect(parseBlkio(text)).toEqual([]);
});

test.each(["8:0 Read\n", "8:0 Read x\n", "8:0 1\n", "Read 1\n", "\n"])("throws on %j", (text) => {
  expect(() => parseBlkio(text)).toThrow(SyntaxError);
});
