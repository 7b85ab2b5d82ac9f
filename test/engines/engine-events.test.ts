import { expect, onTestFinished, test, vi } from "vitest";
import type { EngineWatch } from "../../src/engines/engine.ts";
import { watchEngines } from "../../src/engines/watch-engines.ts";
import { FakeEngine, idOf } from "./fake-engine.ts";

const WEB = { id: idOf("a"), name: "web", state: "running", pid: 42 };

const EXEC_ID = idOf("e");

async function watchedEngine(version?: unknown): Promise<{ engine: FakeEngine; watched: EngineWatch }> {
  const engine = await new FakeEngine().start();
  engine.containers.set(WEB.id, WEB);
  if (version !== undefined) engine.version = version;
  const watched = watchEngines({
    enabled: true,
    endpoints: [engine.endpoint],
    dataRoots: [],
    limits: { settleMilliseconds: 20_000 },
  });
  onTestFinished(() => watched.close());
  await watched.settled();
  return { engine, watched };
}

/** Sends an event of the container, as Docker does. */
function tell(engine: FakeEngine, action: string, attributes: Readonly<Record<string, string>> = {}): void {
  const Actor = { ID: WEB.id, Attributes: { name: WEB.name, ...attributes } };
  engine.sendEvent(`${JSON.stringify({ Action: action, Actor, timeNano: 1_795_617_011_500_000_000 })}\n`);
}

/** Waits until so many events were told, and returns what they are of. */
function told(watched: EngineWatch, count: number): Promise<readonly string[]> {
  return vi.waitFor(
    () => {
      const { events } = watched.view();
      expect(events).toHaveLength(count);
      return events.map(({ what, command, pid, exitCode }) =>
        [what, command, pid, exitCode].filter((part) => part !== null).join(" "),
      );
    },
    { timeout: 20_000, interval: 5 },
  );
}

test("a container that starts, runs out of memory and stops is told of, and what else changes it is not", async () => {
  const { engine, watched } = await watchedEngine();
  for (const action of ["start", "rename", "oom"]) tell(engine, action);
  tell(engine, "die", { exitCode: "137" });
  expect(await told(watched, 3)).toEqual(["started", "oom", "stopped 137"]);
  expect(watched.view().events[0]).toMatchObject({
    at: "2026-11-25T14:30:11.500Z",
    containerId: WEB.id,
    name: "web",
  });
});

test("an event stays the same object while later ones come", async () => {
  const { engine, watched } = await watchedEngine();
  tell(engine, "start");
  await told(watched, 1);
  const [first] = watched.view().events;
  tell(engine, "die");
  await told(watched, 2);
  expect(watched.view().events[0]).toBe(first);
});

test("what an engine runs in a container is told of with its pid", async () => {
  const { engine, watched } = await watchedEngine();
  engine.answers.set(`/exec/${EXEC_ID}/json`, { Running: true, Pid: 77 });
  tell(engine, "exec_start: sh -c echo hi", { execID: EXEC_ID });
  expect(await told(watched, 1)).toEqual(["exec sh -c echo hi 77"]);
});

test("what had ended before the engine was asked is told of without one", async () => {
  const { engine, watched } = await watchedEngine();
  tell(engine, "exec_start: true", { execID: EXEC_ID });
  expect(await told(watched, 1)).toEqual(["exec true"]);
});

test.each([
  { test: ["CMD-SHELL", "wget -q localhost"], runs: "/bin/sh -c wget -q localhost" },
  { test: ["CMD", "/healthy", "--quick"], runs: "/healthy --quick" },
])("a health check is not told of each time it runs: $runs", async ({ test: check, runs }) => {
  const { engine, watched } = await watchedEngine();
  const inspection = {
    Id: WEB.id,
    Name: "/web",
    State: { Status: "running", Pid: 42 },
    Config: { Healthcheck: { Test: check } },
    HostConfig: {},
    NetworkSettings: {},
  };
  engine.answers.set(`/containers/${WEB.id}/json`, inspection);
  tell(engine, "update");
  await vi.waitFor(() => expect(watched.view().containers.get(WEB.id)?.healthCheck).toBe(runs));
  tell(engine, `exec_start: ${runs}`, { execID: EXEC_ID });
  tell(engine, "exec_start: sh", { execID: EXEC_ID });
  expect(await told(watched, 1)).toEqual(["exec sh"]);
});

test("Podman says less, in words of its own", async () => {
  const { engine, watched } = await watchedEngine({
    Version: "4.3.1",
    Components: [{ Name: "Podman Engine" }],
  });
  tell(engine, "exec", { containerExitCode: "0" });
  tell(engine, "die", { containerExitCode: "137", exitCode: "137" });
  expect(await told(watched, 2)).toEqual(["exec", "stopped 137"]);
});
