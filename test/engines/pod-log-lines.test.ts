import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { PodLogLines } from "../../src/engines/pod-log-lines.ts";

const AT = "2026-11-30T20:35:11.045203474Z";
const LATER = "2026-11-30T20:35:12.5+02:00";

function read(...chunks: readonly Uint8Array[]) {
  const lines = new PodLogLines();
  return chunks.flatMap((chunk) => lines.push(chunk));
}

const FILE = Buffer.from(
  [
    `${AT} stdout F web is up`,
    `${AT} stdout P half `,
    `${LATER} stderr F wröng`,
    `${LATER} stdout F and half`,
    `${LATER} stdout F `,
    "",
  ].join("\n"),
);

test("a runtime's lines are read, and parts of one are put together within their stream", () => {
  expect(read(FILE)).toEqual([
    { at: AT, origin: "stdout", isError: false, text: "web is up", isCut: false },
    { at: LATER, origin: "stderr", isError: true, text: "wröng", isCut: false },
    { at: AT, origin: "stdout", isError: false, text: "half and half", isCut: false },
    { at: LATER, origin: "stdout", isError: false, text: "", isCut: false },
  ]);
});

test("they are the same wherever the file is cut into chunks", () => {
  for (let at = 0; at <= FILE.length; at += 1) {
    expect(read(FILE.subarray(0, at), FILE.subarray(at))).toEqual(read(FILE));
  }
});

test("Docker's JSON is read as well, and what is neither is shown as it is", () => {
  const json = JSON.stringify({ log: "from docker\n", stream: "stderr", time: AT });
  expect(read(Buffer.from(`${json}\n{"broken\nplain\n`))).toEqual([
    { at: AT, origin: "stderr", isError: true, text: "from docker", isCut: false },
    { at: null, origin: "", isError: false, text: '{"broken', isCut: false },
    { at: null, origin: "", isError: false, text: "plain", isCut: false },
  ]);
});

test("a line without end is cut, and what comes after it is read", () => {
  const [long, next] = read(
    Buffer.from(`${AT} stdout F `),
    Buffer.alloc(1_000_000, "x"),
    Buffer.from(`\n${LATER} stdout F next\n`),
  );
  expect(long).toMatchObject({ at: AT, isCut: true });
  expect(next).toMatchObject({ at: LATER, text: "next", isCut: false });
});
