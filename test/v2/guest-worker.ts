/**
 * The end of Vitest that runs tests, on a host of `scripts/v2host`: takes what to run from standard input, and answers
 * on descriptor 3. The other end is {@link file://./guest-pool.ts}.
 */
import { writeSync } from "node:fs";
import process from "node:process";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";
import { FrameReader, frame } from "./frames.ts";

const ANSWERS = 3;

type Listener = (message: unknown) => void;

const listeners = new Set<Listener>();
const reader = new FrameReader();

init({
  post: (message) => answer(message),
  on: (listener: Listener) => listeners.add(listener),
  off: (listener: Listener) => listeners.delete(listener),
  runTests: (state, traces) => runBaseTests("run", state, traces),
  collectTests: (state, traces) => runBaseTests("collect", state, traces),
  setup: setupEnvironment,
});
process.stdin.on("data", (piece: Buffer) => {
  for (const message of reader.push(piece)) for (const listener of [...listeners]) listener(message);
});
answer("ready");

function answer(message: unknown): void {
  const bytes = frame(message);
  for (let written = 0; written < bytes.length; ) written += writeSync(ANSWERS, bytes, written);
}
