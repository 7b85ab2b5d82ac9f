import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { EngineReport, EngineWatch } from "../../src/engines/engine.ts";
import type { EngineLimits } from "../../src/engines/engine-limits.ts";
import { watchEngines } from "../../src/engines/watch-engines.ts";
import { FakeEngine, idOf, listen, listenWithoutPermission, temporaryDirectory } from "./fake-engine.ts";

const MEBIBYTE = 1024 * 1024;

/** Watches one engine until the test is over, and looks at it again only after a minute. */
function watch(endpoint: string, limits: Partial<EngineLimits> = {}): EngineWatch {
  const watched = watchEngines({
    endpoints: [endpoint],
    enabled: true,
    dataRoots: [],
    limits: {
      requestMilliseconds: 60_000,
      settleMilliseconds: 60_000,
      answerBytes: MEBIBYTE,
      eventBytes: MEBIBYTE,
      eventBytesPerMinute: 2 * MEBIBYTE,
      retryMilliseconds: [60_000],
      ...limits,
    },
  });
  onTestFinished(() => watched.close());
  return watched;
}

/** What is reported of an engine once it has failed, or told everything. */
async function reportOf(endpoint: string, limits?: Partial<EngineLimits>): Promise<EngineReport | undefined> {
  const watched = watch(endpoint, limits);
  await watched.settled();
  expect(watched.view().containers.size).toBe(0);
  return watched.view().reports[0];
}

/** Waits until the engine is unreachable, for the expected reason. */
function becomesUnreachable(watched: EngineWatch, message: string): Promise<void> {
  const expected = { state: "unreachable", message: expect.stringContaining(message) };
  return vi.waitFor(() => expect(watched.view().reports).toMatchObject([expected]), { timeout: 20_000 });
}

function unreachable(endpoint: string, message: string): EngineReport {
  return { name: "docker", endpoint, state: "unreachable", version: null, message };
}

/** Lets the request come, and answers with `text`, whatever was asked. */
function answerWith(text: string): (socket: Socket) => void {
  return (socket) => socket.once("data", () => socket.end(text));
}

/** An HTTP answer with a body. */
function ok(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Writes for as long as somebody reads. */
function writeForEver(socket: Socket, chunk: Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", write);
  write();
}

describe("an engine that is", () => {
  test("not there is unreachable when it was named", async () => {
    const endpoint = `unix://${join(temporaryDirectory(), "none.sock")}`;
    expect(await reportOf(endpoint)).toEqual(
      unreachable(
        endpoint,
        "is not there, no such socket: start the engine, or name its socket with --engine unix:///PATH",
      ),
    );
  });

  test("dead leaves its socket behind, at which nobody listens", async () => {
    const socketPath = join(temporaryDirectory(), "docker.sock");
    writeFileSync(socketPath, "");
    const endpoint = `unix://${socketPath}`;
    expect(await reportOf(endpoint)).toEqual(
      unreachable(
        endpoint,
        "is not running, nobody listens at its socket: start the engine, or see what is there (ls -l)",
      ),
    );
  });

  test("another user's is denied", async () => {
    const endpoint = await listenWithoutPermission();
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    const report = await reportOf(endpoint).finally(() => {
      if (root) process.seteuid?.(0);
    });
    expect(report).toEqual({
      ...unreachable(
        endpoint,
        "does not let this user open its socket: run nstop with sudo, or as a member of the group that owns the socket",
      ),
      state: "denied",
    });
  });

  test("hung accepts and never answers", async () => {
    const endpoint = await listen(() => undefined);
    expect(await reportOf(endpoint, { requestMilliseconds: 100 })).toEqual(
      unreachable(
        endpoint,
        "accepts connections but does not answer within 0.1 s: look at the engine's log, and restart it if it hangs",
      ),
    );
  });

  test("slow is not waited for, however steadily it trickles", async () => {
    const endpoint = await listen((socket) => {
      const timer = setInterval(() => socket.write("H"), 10);
      socket.once("close", () => clearInterval(timer));
      socket.write("HTTP/1.1 200 OK\r\nX: ");
    });
    expect(await reportOf(endpoint, { requestMilliseconds: 100 })).toEqual(
      unreachable(
        endpoint,
        "begins to answer but does not finish within 0.1 s: look at the host's load and the engine's log",
      ),
    );
  });

  test("without bounds is cut off once it has sent too much", async () => {
    let socket: Socket | undefined;
    const endpoint = await listen((accepted) => {
      accepted.once("data", () => {
        socket = accepted;
        accepted.write("HTTP/1.1 200 OK\r\n\r\n");
        writeForEver(accepted, Buffer.alloc(64 * 1024, " "));
      });
    });
    expect(await reportOf(endpoint)).toEqual(
      unreachable(
        endpoint,
        "sends more than 1 MiB as one answer, which no engine does: check what listens on its socket (ss -xlp)",
      ),
    );
    await vi.waitFor(() => expect(socket?.destroyed).toBe(true), { timeout: 20_000 });
    expect(socket?.bytesWritten).toBeLessThan(8 * MEBIBYTE);
  });

  test("of millions of values is not even parsed: V8 would take half a minute for it", async () => {
    const endpoint = await listen(answerWith(ok(`[${"{},".repeat(600_000)}{}]`)));
    expect((await reportOf(endpoint, { answerBytes: 2 * MEBIBYTE }))?.message).toMatch(
      /^sends more than 1000000 values as one answer, which no engine does/,
    );
  });

  test("cut off in the middle of an answer", async () => {
    const endpoint = await listen(answerWith('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"Version":'));
    expect(await reportOf(endpoint)).toEqual(
      unreachable(endpoint, "closes the connection in the middle of an answer: look at the engine's log"),
    );
  });

  test("offering another protocol is taken as cut off", async () => {
    const endpoint = await listen(
      answerWith("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"),
    );
    expect(await reportOf(endpoint)).toEqual(
      unreachable(endpoint, "closes the connection in the middle of an answer: look at the engine's log"),
    );
  });

  test("failing says so with its own words", async () => {
    const engine = await new FakeEngine().start();
    engine.answers.set("/version", (response: { statusCode: number; end(text: string): void }) => {
      response.statusCode = 500;
      response.end('{"message":"database is locked"}');
    });
    expect(await reportOf(engine.endpoint)).toEqual(
      unreachable(
        engine.endpoint,
        "answers with an error, HTTP 500 (database is locked): look at the engine's log",
      ),
    );
  });
});

describe("what is not an engine is told from one by", () => {
  test("an answer that is not HTTP", async () => {
    const endpoint = await listen(answerWith("\x00\x01\x02 SSH-2.0-OpenSSH\r\n\r\n"));
    expect((await reportOf(endpoint))?.message).toMatch(
      /^answers, but not as a Docker engine does: not HTTP, Parse Error/,
    );
  });

  test("an answer that is not JSON", async () => {
    const endpoint = await listen(answerWith(ok("<html>")));
    expect((await reportOf(endpoint))?.message).toMatch(
      /^answers, but not as a Docker engine does: .*not valid JSON/,
    );
  });

  test.each([
    ["a version without a version", "/version", {}, "version.Version is absent, not text"],
    ["a version that is a number", "/version", { Version: 28 }, "version.Version is a number, not text"],
    ["a version that is a list", "/version", [], "version is a list, not an object"],
    ["a list that is none", "/containers/json", { containers: [] }, "list is an object, not a list"],
    ["a list that is absent", "/containers/json", null, "list is absent, not a list"],
    ["a list of other things", "/containers/json", ["web"], "list[0] is text, not an object"],
    [
      "a container with an odd id",
      "/containers/json",
      [{ Id: "../../secrets", State: "running" }],
      '"../../secrets" is no container id',
    ],
    [
      "a container whose names are a number",
      "/containers/json",
      [{ Id: idOf("a"), State: "running", Names: 7 }],
      "list[0].Names is a number, not a list",
    ],
    [
      "a data root that is a flag",
      "/info",
      { DockerRootDir: true },
      "info.DockerRootDir is a flag, not text",
    ],
  ])("%s", async (_name, path, answer, how) => {
    const engine = await new FakeEngine().start();
    engine.answers.set(path, answer);
    await becomesUnreachable(watch(engine.endpoint), `${how}; check what listens`);
  });

  test("a redirect, which is not followed", async () => {
    const endpoint = await listen(answerWith("HTTP/1.1 302 Found\r\nLocation: ftp://elsewhere/\r\n\r\n"));
    expect((await reportOf(endpoint))?.message).toBe(
      "answers with an error, HTTP 302: look at the engine's log",
    );
  });

  test.each([
    ["that are not JSON", "nonsense\n", "not as a Docker engine does: "],
    ["of another shape", '{"Action":["start"]}\n', "event.Action is a list, not text"],
    [
      "of a container with an odd id",
      '{"Action":"start","Actor":{"ID":"../x"}}\n',
      '"../x" is no container id',
    ],
    ["without an end", "x".repeat(MEBIBYTE + 1), "sends more than 1 MiB as one event"],
    ["without number", `${" ".repeat(1023)}\n`.repeat(2049), "sends more than 2 MiB of events a minute"],
  ])("events %s", async (_name, text, message) => {
    const engine = await new FakeEngine().start();
    const watched = watch(engine.endpoint);
    await watched.settled();
    engine.sendEvent(text);
    await becomesUnreachable(watched, message);
  });
});

test("a quiet engine that has begun to hang is noticed without an event", async () => {
  const engine = await new FakeEngine().start();
  const watched = watch(engine.endpoint, { requestMilliseconds: 200, checkMilliseconds: 5 });
  await watched.settled();
  engine.answers.set("/version", () => undefined);
  await becomesUnreachable(watched, "accepts connections but does not answer");
});

test("an engine that has not told everything in time is late, and no reason to wait longer", async () => {
  const endpoint = await listen(() => undefined);
  expect(await reportOf(endpoint, { settleMilliseconds: 10 })).toEqual(
    unreachable(
      endpoint,
      "has not said everything within 0.01 s: look at the host's load and the engine's log",
    ),
  );
});
