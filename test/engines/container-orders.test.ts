import http from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type ContainerOrder, ContainerOrders } from "../../src/engines/container-orders.ts";
import { EngineFailure } from "../../src/engines/engine-failure.ts";
import { idOf, listen, temporaryDirectory } from "./fake-engine.ts";

const ID = idOf("a");

/** A request as it came. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: string;
}

/** An engine that answers everything alike, and keeps what it was asked. */
class Engine {
  readonly socketPath = join(temporaryDirectory(), "docker.sock");
  readonly asked: Asked[] = [];

  async start(status: number, body = ""): Promise<ContainerOrders> {
    const server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = "", url = "", headers } = request;
      const type = headers["content-type"];
      this.asked.push({ method, url, type, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end(body);
    });
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
    return new ContainerOrders(this.socketPath);
  }
}

/** How what was asked for failed. */
async function failureOf(asked: Promise<unknown>): Promise<EngineFailure> {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EngineFailure)) throw new Error(`not an engine's failure: ${error}`);
  return error;
}

describe("an order is sent", () => {
  test.each([
    { order: "pause", method: "POST", path: `/containers/${ID}/pause` },
    { order: "unpause", method: "POST", path: `/containers/${ID}/unpause` },
    { order: "stop", method: "POST", path: `/containers/${ID}/stop?` },
    { order: "restart", method: "POST", path: `/containers/${ID}/restart?` },
    { order: "kill", method: "POST", path: `/containers/${ID}/kill?` },
    { order: "remove", method: "DELETE", path: `/containers/${ID}?force=true` },
  ] as const)("to $order", async ({ order, method, path }) => {
    const engine = new Engine();
    const orders = await engine.start(204);
    expect(await orders.tell(ID, order, 5000)).toBe("done");
    expect(engine.asked).toEqual([{ method, url: path, type: undefined, body: "" }]);
  });

  test("to change limits, as JSON", async () => {
    const engine = new Engine();
    const orders = await engine.start(200, '{"Warnings": null}');
    await orders.update(ID, { Memory: 2 ** 27, MemorySwap: -1 }, 5000);
    expect(engine.asked).toEqual([
      {
        method: "POST",
        url: `/containers/${ID}/update`,
        type: "application/json",
        body: '{"Memory":134217728,"MemorySwap":-1}',
      },
    ]);
  });

  test("to Podman in its own way, whose answer is no JSON", async () => {
    const engine = new Engine();
    const orders = await engine.start(201, ID);
    await orders.updatePodman(ID, { memory: { limit: -1, swap: -1 } }, 5000);
    expect(engine.asked).toMatchObject([
      {
        method: "POST",
        url: `/v4.0.0/libpod/containers/${ID}/update`,
        body: '{"memory":{"limit":-1,"swap":-1}}',
      },
    ]);
  });
});

describe("an answer", () => {
  test("that there was nothing to do is one", async () => {
    const orders = await new Engine().start(304);
    expect(await orders.tell(ID, "stop", 5000)).toBe("already");
  });

  test("that there is no such container is one when it is looked at", async () => {
    const orders = await new Engine().start(404, '{"message":"No such container"}');
    expect(await orders.inspect(ID)).toBeNull();
    expect(await failureOf(orders.tell(ID, "stop", 5000))).toMatchObject({ statusCode: 404 });
  });

  test.each([
    {
      name: "Docker's",
      body: '{"message":"Container \\"a\\" is not running"}',
      said: 'Container "a" is not running',
    },
    {
      name: "Podman's, which gives the cause first",
      body: `{"cause":"${"x".repeat(1000)}","message":"can only kill running containers","response":500}`,
      said: "can only kill running containers",
    },
    { name: "one that is cut", body: `{"message":"${"y".repeat(9000)}"}`, said: "y".repeat(300) },
    {
      name: "one cut in an escape",
      body: `{"message":"${"y".repeat(299)}\\n"}`,
      said: `${"y".repeat(299)}\\`,
    },
    { name: "none", body: "<html>", said: null },
  ])("of an error has the engine's own words: $name", async ({ body, said }) => {
    const orders = await new Engine().start(500, body);
    expect(await failureOf(orders.tell(ID, "kill", 5000))).toMatchObject({
      kind: "status",
      statusCode: 500,
      explanation: said,
    });
  });

  test("tells what has to be known before something is done", async () => {
    const inspection = {
      Id: ID,
      State: { Status: "paused", Pid: 7, ExitCode: 0 },
      Config: { StopTimeout: 3 },
      HostConfig: {
        RestartPolicy: { Name: "always" },
        NanoCpus: 1,
        CpuQuota: -1,
        CpuPeriod: 2,
        Memory: 3,
        MemorySwap: -1,
      },
    };
    const orders = await new Engine().start(200, JSON.stringify(inspection));
    expect(await orders.inspect(ID)).toEqual({
      id: ID,
      state: "paused",
      pid: 7,
      exitCode: 0,
      stopSeconds: 3,
      limits: { nanoCpus: 1, cpuQuota: -1, cpuPeriod: 2, memory: 3, memorySwap: -1 },
    });
  });

  test("of another shape is no engine's", async () => {
    const orders = await new Engine().start(200, '{"Id": 5}');
    expect(await failureOf(orders.inspect(ID))).toMatchObject({ kind: "foreign" });
  });
});

describe("an engine that does not answer", () => {
  test.each(["pause", "stop", "remove"] satisfies ContainerOrder[])(
    "to %s fails when its time is over",
    async (order) => {
      const endpoint = await listen(() => undefined);
      const orders = new ContainerOrders(endpoint.slice("unix://".length));
      expect(await failureOf(orders.tell(ID, order, 50))).toMatchObject({ kind: "silent", statusCode: null });
    },
  );

  test("to a look fails in that look's own time", async () => {
    const endpoint = await listen(() => undefined);
    const orders = new ContainerOrders(endpoint.slice("unix://".length), 50);
    expect(await failureOf(orders.inspect(ID))).toMatchObject({ kind: "silent" });
  });
});
