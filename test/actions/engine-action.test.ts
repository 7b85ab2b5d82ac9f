import http from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import type { EngineAction } from "../../src/actions/order.ts";
import type { GroupSubject } from "../../src/actions/subject.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { temporaryDirectory } from "../engines/fake-engine.ts";
import { groupOf } from "../view/detail-fixture.ts";

const ID = "a".repeat(64);

/** What an engine answers: a status and a body; `null`: nothing, ever. */
type Answer = readonly [status: number, body?: string] | null;

/** An engine with one container, and what it answers to each order. */
class Engine {
  readonly socketPath = join(temporaryDirectory(), "docker.sock");
  readonly asked: string[] = [];
  /** What it says of the container, one inspection after the other; the last one again and again. */
  inspections: readonly Answer[] = [inspection("running", 7)];
  order: Answer = [204];

  async start(): Promise<this> {
    const server = http.createServer((request, response) => {
      const { method = "", url = "" } = request;
      request.resume();
      const isLook = method === "GET";
      if (!isLook) this.asked.push(`${method} ${url}`);
      const answer = isLook ? (this.inspections[0] ?? null) : this.order;
      if (isLook && this.inspections.length > 1) this.inspections = this.inspections.slice(1);
      if (answer !== null) response.writeHead(answer[0]).end(answer[1] ?? "");
    });
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
    return this;
  }

  row(known: Partial<Group> = {}): GroupSubject {
    const endpoint = { containerId: ID, engineEndpoint: `unix://${this.socketPath}`, state: "running" };
    return { kind: "group", group: groupOf("db", { ...endpoint, ...known }) };
  }

  /** What came of an order, as a person reads it. */
  async told(action: EngineAction, row = this.row()): Promise<string> {
    const [outcome] = await actor().perform({ action, subjects: [row] }, () => undefined);
    return `${outcome?.done ? "done" : "failed"}: ${outcome?.message}`;
  }
}

function actor(): BackgroundActor {
  return new BackgroundActor({
    reader: new HostReader(),
    stateDirectory: join(temporaryDirectory(), "state"),
    orderMilliseconds: 100,
  });
}

function inspection(status: string, pid: number, state: object = {}, config: object = {}): Answer {
  return [200, JSON.stringify({ Id: ID, State: { Status: status, Pid: pid, ...state }, Config: config })];
}

describe("what came of an order is said:", () => {
  test.each([
    { action: "pause", said: "done: db (aaaaaaaaaaaa) is paused" },
    { action: "remove", said: "done: db (aaaaaaaaaaaa) is removed" },
  ] as const)("$action", async ({ action, said }) => {
    const engine = await new Engine().start();
    expect(await engine.told(action)).toBe(said);
  });

  test("stop, with how it ended", async () => {
    const engine = await new Engine().start();
    const ended = async (code: number, config?: object) => {
      engine.inspections = [inspection("running", 7), inspection("exited", 0, { ExitCode: code }, config)];
      return engine.told("stop");
    };
    expect(await ended(0)).toBe("done: db (aaaaaaaaaaaa) has stopped, exit code 0");
    expect(await ended(137, { StopTimeout: 1 })).toBe(
      "done: db (aaaaaaaaaaaa) has stopped, exit code 137: it did not end by itself in 1 s and was killed",
    );
  });

  test("stop of one that goes with it, such as one that was started with --rm", async () => {
    const engine = await new Engine().start();
    engine.inspections = [inspection("running", 7), [404, '{"message":"No such container"}']];
    expect(await engine.told("stop")).toBe("done: db (aaaaaaaaaaaa) has stopped");
  });

  test("kill of one that its engine starts again, and of one that is still there", async () => {
    const engine = await new Engine().start();
    engine.inspections = [inspection("running", 7), inspection("running", 8)];
    expect(await engine.told("kill")).toContain("its engine starts it again");
    engine.inspections = [inspection("running", 7)];
    expect(await engine.told("kill")).toContain("failed: db (aaaaaaaaaaaa) was told to end and has not yet");
  });

  test("restart, with the pid that it has then", async () => {
    const engine = await new Engine().start();
    engine.inspections = [inspection("running", 7), inspection("running", 8)];
    expect(await engine.told("restart")).toBe("done: db (aaaaaaaaaaaa) is started again, as pid 8");
  });
});

describe("nothing is asked of the engine", () => {
  test.each([
    { action: "pause", status: "paused", said: "is paused already: nothing was done" },
    { action: "unpause", status: "running", said: "is not paused: nothing was done" },
    { action: "stop", status: "exited", said: "had stopped already: nothing was done" },
    { action: "kill", status: "exited", said: "had stopped already: nothing was done" },
  ] as const)("to $action what is $status", async ({ action, status, said }) => {
    const engine = await new Engine().start();
    engine.inspections = [inspection(status, 0)];
    expect(await engine.told(action)).toContain(said);
    expect(engine.asked).toEqual([]);
  });

  test("that has no such container any more; to remove it is an answer", async () => {
    const engine = await new Engine().start();
    engine.inspections = [[404, '{"message":"No such container"}']];
    expect(await engine.told("stop")).toBe(
      "failed: db (aaaaaaaaaaaa) is gone: Docker has no such container any more",
    );
    expect(await engine.told("remove")).toMatch(/^done: .* is gone/);
    expect(engine.asked).toEqual([]);
  });

  test("when a row names no engine, or one that cannot be", async () => {
    const engine = await new Engine().start();
    expect(await engine.told("stop", engine.row({ engineEndpoint: null }))).toContain("has no engine");
    expect(await engine.told("stop", engine.row({ engineEndpoint: "tcp://evil:2375" }))).toContain(
      "cannot be asked for: engine",
    );
    expect(await engine.told("stop", engine.row({ containerId: "../json" }))).toContain("is no container id");
    expect(engine.asked).toEqual([]);
  });
});

describe("an engine that", () => {
  test("refuses is quoted, with nothing in it that a terminal would obey", async () => {
    const engine = await new Engine().start();
    engine.order = [409, '{"message":"You cannot \\u001b[2J remove\\nit"}'];
    expect(await engine.told("remove")).toBe(
      "failed: removing db (aaaaaaaaaaaa) failed: Docker says: You cannot \\e[2J remove\\nit",
    );
  });

  test("does not come to an end may have done it all the same", async () => {
    const engine = await new Engine().start();
    engine.order = null;
    expect(await engine.told("pause")).toMatch(
      /^failed: pausing db .*: Docker .* does not answer within 0.1 s.*; it may or may not have done it$/,
    );
  });

  test("is not there has done nothing", async () => {
    const engine = new Engine();
    expect(await engine.told("pause")).toMatch(/^failed: Docker is not there.*; nothing was done to db/);
  });

  test("is no Docker engine has done nothing", async () => {
    const engine = await new Engine().start();
    engine.inspections = [[200, "<html>"]];
    expect(await engine.told("pause")).toMatch(/^failed: Docker answers, but not as a Docker engine does/);
    expect(engine.asked).toEqual([]);
  });
});

test("several are told at the same time, and answered for in their order", async () => {
  const engines = await Promise.all([1, 2, 3, 4, 5, 6].map(() => new Engine().start()));
  const rows = engines.map((engine, index) => engine.row({ name: `c${index}` }));
  const outcomes = await actor().perform({ action: "pause", subjects: rows }, () => undefined);
  expect(outcomes.map(({ message }) => message)).toEqual(
    [0, 1, 2, 3, 4, 5].map((index) => `c${index} (aaaaaaaaaaaa) is paused`),
  );
});
