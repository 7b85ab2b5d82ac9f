import { expect, test } from "vitest";
import { parseMqueueFile } from "../../src/procfs/mqueue-file.ts";

test("reads how many bytes wait in a queue", () => {
  expect(parseMqueueFile("QSIZE:5          NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n")).toBe(5);
});

test.each(["", "QSIZE:", "QSIZE:x NOTIFY:0", "NOTIFY:0", "QSIZE:5"])("throws on %j", (text) => {
  expect(() => parseMqueueFile(text)).toThrow(SyntaxError);
});
