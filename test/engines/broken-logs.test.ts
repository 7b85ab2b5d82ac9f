import { Buffer } from "node:buffer";
import type http from "node:http";
import { expect, test } from "vitest";
import { ContainerLogs } from "../../src/engines/container-logs.ts";
import { ENGINE_LIMITS } from "../../src/engines/engine-limits.ts";
import type { LogEntry } from "../../src/engines/log-entry.ts";
import { FakeEngine, idOf } from "./fake-engine.ts";

const ID = idOf("a");
const LOGS = `/containers/${ID}/logs`;
const INSPECTION = `/containers/${ID}/json`;

const LINE = "2026-11-30T20:23:00.275958282Z hello\n";
const FRAME = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, LINE.length]), Buffer.from(LINE)]);

/** An engine whose container has this log. */
async function engineWith(log: (response: http.ServerResponse) => void): Promise<FakeEngine> {
  const engine = await new FakeEngine().start();
  engine.answers.set(INSPECTION, { State: { Running: true }, Config: { Tty: false } });
  engine.answers.set(LOGS, log);
  return engine;
}

function logsOf({ socketPath }: FakeEngine): ContainerLogs {
  const limits = { ...ENGINE_LIMITS, requestMilliseconds: 20_000 };
  return new ContainerLogs({ engine: "docker", socketPath, id: ID }, limits);
}

/** Reads a log to its end: what came of it, and why it ended. */
async function read(engine: FakeEngine): Promise<{ texts: readonly string[]; error: unknown }> {
  const entries: LogEntry[] = [];
  try {
    const pieces = logsOf(engine).open(10, new AbortController().signal);
    for await (const piece of pieces) entries.push(...piece.entries);
  } catch (error) {
    return { texts: entries.map(({ text }) => text), error };
  }
  throw new Error("it ended without a reason");
}

const failure = (message: RegExp, isFinal = false) =>
  expect.objectContaining({ name: "LogFailure", message: expect.stringMatching(message), isFinal });

test("a log that is cut off in the middle is told as far as it goes, and why", async () => {
  const engine = await engineWith((response) => {
    response.write(FRAME);
    response.write(FRAME.subarray(0, 20), () => response.destroy());
  });
  const { texts, error } = await read(engine);
  expect(texts).toEqual(["hello"]);
  expect(error).toEqual(failure(/^docker closes the connection/));
});

test("one that ends says that the container has ended", async () => {
  const { texts, error } = await read(await engineWith((response) => response.end(FRAME)));
  expect(texts).toEqual(["hello"]);
  expect(error).toEqual(failure(/the container has ended/));
});

test("an answer that is no log is not taken for one", async () => {
  const { texts, error } = await read(await engineWith((response) => response.end("<html>hello</html>")));
  expect(texts).toEqual([]);
  expect(error).toEqual(failure(/not as a Docker engine does: its log is not cut into frames/));
});

test("an engine's own error is told in its words", async () => {
  const engine = await engineWith((response) => {
    response.statusCode = 501;
    response.end(JSON.stringify({ message: "configured logging driver does not support reading" }));
  });
  const { error } = await read(engine);
  expect(error).toEqual(failure(/configured logging driver does not support reading/));
});

test("of a container that is gone there is nothing more to come", async () => {
  const engine = await new FakeEngine().start();
  expect((await read(engine)).error).toEqual(failure(/was removed/, true));
});

test("a record of another shape is a failure, and no crash", async () => {
  const engine = await engineWith((response) => response.end(FRAME));
  engine.answers.set(INSPECTION, { Config: { Tty: "perhaps" } });
  expect((await read(engine)).error).toEqual(failure(/Config.Tty is text, not true or false/));
});

test("one that nobody wants any more is closed, also while it says nothing", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const engine = await engineWith((response) => {
    response.flushHeaders();
    response.once("close", () => resolve());
  });
  const abort = new AbortController();
  const pieces = logsOf(engine).open(10, abort.signal);
  await pieces.next();
  const next = pieces.next().catch((error: unknown) => error);
  while (!engine.requests.includes(LOGS)) await new Promise((done) => setImmediate(done));
  abort.abort();
  expect(await next).toMatchObject({ name: "LogFailure" });
  await closed;
});
