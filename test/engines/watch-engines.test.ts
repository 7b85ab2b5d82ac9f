import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ContainerSettings, EngineContainer, EngineWatch } from "../../src/engines/engine.ts";
import { type WatchOptions, watchEngines } from "../../src/engines/watch-engines.ts";
import { FakeEngine, idOf, temporaryDirectory } from "./fake-engine.ts";
import { FakeHost } from "./fake-host.ts";

/** Those of a container that was created with nothing special. */
const SETTINGS: ContainerSettings = {
  privileged: false,
  pidMode: null,
  ipcMode: null,
  utsMode: null,
  networkMode: "default",
  usernsMode: null,
  cgroupnsMode: null,
  hostname: null,
  domainname: null,
  capAdd: [],
  capDrop: [],
  securityOpt: [],
  lsmProfile: null,
  readonlyRootfs: false,
  mounts: [],
};

const WAIT = { timeout: 20_000, interval: 5 };

/** Watches until the test is over, with no files of an engine to read unless the test says where. */
function watch(options: Partial<WatchOptions> & Pick<WatchOptions, "endpoints">): EngineWatch {
  const watched = watchEngines({
    enabled: true,
    dataRoots: [],
    ...options,
    // A busy machine takes its time to load what asks engines.
    limits: { retryMilliseconds: [5], settleMilliseconds: 20_000, ...options.limits },
  });
  onTestFinished(() => watched.close());
  return watched;
}

/** Waits until the watch says of the container what is expected. */
function seen(
  watched: EngineWatch,
  id: string,
  expected: Partial<EngineContainer> | undefined,
): Promise<void> {
  return vi.waitFor(() => {
    const container = watched.view().containers.get(id);
    if (expected === undefined) expect(container).toBeUndefined();
    else expect(container).toMatchObject(expected);
  }, WAIT);
}

function seenState(watched: EngineWatch, state: string): Promise<void> {
  return vi.waitFor(() => expect(watched.view().reports).toMatchObject([{ state }]), WAIT);
}

const WEB = { id: idOf("a"), name: "web", state: "running", pid: 42 };

async function engineWithWeb(): Promise<FakeEngine> {
  const engine = await new FakeEngine().start();
  engine.containers.set(WEB.id, WEB);
  return engine;
}

test("once settled, an engine's version and its containers with their details are known", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  expect(watched.view().reports).toEqual([
    { name: "docker", endpoint: engine.endpoint, state: "connected", version: "28.2.2", message: null },
  ]);
  expect([...watched.view().containers.values()]).toEqual([
    {
      id: WEB.id,
      engine: "docker",
      endpoint: engine.endpoint,
      userId: null,
      name: "web",
      image: "busybox",
      state: "running",
      health: null,
      healthCheck: null,
      pid: 42,
      startedAt: "2026-01-02T03:04:05.678Z",
      restartCount: 0,
      oomKilled: false,
      compose: null,
      pod: null,
      ports: [],
      networkMode: "bridge",
      settings: SETTINGS,
    },
  ]);
});

test("reading the view does not wait: before the engine has answered it is empty", async () => {
  const engine = await engineWithWeb();
  expect(watch({ endpoints: [engine.endpoint] }).view()).toEqual({
    reports: [],
    containers: new Map(),
    events: [],
  });
});

test("the view is the same object until something changes", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  const view = watched.view();
  expect(watched.view()).toBe(view);
  engine.happens("pause", { ...WEB, state: "paused" });
  await seen(watched, WEB.id, { state: "paused" });
  expect(view.containers.get(WEB.id)).toMatchObject({ state: "running" });
});

test("containers start, pause, go on, are renamed, fall ill and die as the engine's events tell", async () => {
  const engine = await new FakeEngine().start();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  engine.happens("start", WEB);
  await seen(watched, WEB.id, { name: "web", state: "running", pid: 42 });
  engine.happens("pause", { ...WEB, state: "paused" });
  await seen(watched, WEB.id, { state: "paused" });
  engine.happens("unpause", WEB);
  await seen(watched, WEB.id, { state: "running" });
  engine.happens("rename", { ...WEB, name: "shop" });
  await seen(watched, WEB.id, { name: "shop" });
  engine.happens("health_status: unhealthy", { ...WEB, health: "unhealthy" });
  await seen(watched, WEB.id, { health: "unhealthy" });
  engine.happens("die", { ...WEB, state: "exited", pid: 0 });
  await seen(watched, WEB.id, undefined);
});

test("a container that dies to be restarted stays, without a pid", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  engine.happens("die", { ...WEB, state: "restarting", pid: 0 });
  await seen(watched, WEB.id, { state: "restarting", pid: null });
});

test("a container that ran out of memory keeps the mark when an inspection no longer says so", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  engine.happens("oom", WEB);
  await seen(watched, WEB.id, { oomKilled: true });
  engine.happens("rename", { ...WEB, name: "later" });
  await seen(watched, WEB.id, { name: "later", oomKilled: true });
});

test("a container is inspected once, and again only when something happens to it", async () => {
  const engine = await engineWithWeb();
  const other = { id: idOf("b"), name: "db", state: "running" };
  engine.containers.set(other.id, other);
  const watched = watch({ endpoints: [engine.endpoint], limits: { relistMilliseconds: 10 } });
  await watched.settled();
  await vi.waitFor(() => expect(count(engine, "/containers/json")).toBeGreaterThan(3), WAIT);
  engine.happens("pause", { ...other, state: "paused" });
  await seen(watched, other.id, { state: "paused" });
  // A list may have told that it is paused before the event did.
  await vi.waitFor(() => expect(count(engine, `/containers/${other.id}/json`)).toBe(2), WAIT);
  expect(count(engine, `/containers/${WEB.id}/json`)).toBe(1);
});

test("what events did not tell is found by the next list", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint], limits: { relistMilliseconds: 10 } });
  await watched.settled();
  engine.containers.set(WEB.id, { ...WEB, name: "renamed" });
  await seen(watched, WEB.id, { name: "renamed", pid: 42 });
  engine.containers.clear();
  await seen(watched, WEB.id, undefined);
});

test("one container over which the engine fails keeps what the list said of it", async () => {
  const engine = await engineWithWeb();
  const other = { id: idOf("b"), name: "db", state: "running", pid: 7 };
  engine.containers.set(other.id, other);
  engine.answers.set(`/containers/${WEB.id}/json`, fail(500));
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ state: "connected" }]);
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ name: "web", state: "running", pid: null });
  expect(watched.view().containers.get(other.id)).toMatchObject({ name: "db", pid: 7 });
});

test("an engine that fails over every container is not taken as working", async () => {
  const engine = await new FakeEngine().start();
  for (const digit of "0123456789") {
    engine.containers.set(idOf(digit), { id: idOf(digit), name: digit, state: "running" });
    engine.answers.set(`/containers/${idOf(digit)}/json`, fail(500));
  }
  const watched = watch({ endpoints: [engine.endpoint], limits: { retryMilliseconds: [60_000] } });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ state: "unreachable" }]);
});

test("an engine that does not describe itself still shows its containers", async () => {
  const engine = await engineWithWeb();
  engine.answers.set("/info", fail(500));
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  await vi.waitFor(() => expect(engine.requests).toContain("/info"), WAIT);
  engine.happens("pause", { ...WEB, state: "paused" });
  await seen(watched, WEB.id, { state: "paused" });
});

test("an engine that is killed keeps its names but not their states, and is connected to when it is back", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  engine.stop();
  await seenState(watched, "unreachable");
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ name: "web", state: null, pid: null });
  await engine.start();
  await seenState(watched, "connected");
  await seen(watched, WEB.id, { state: "running", pid: 42 });
});

test("names come from the engine's files while it does not answer", async () => {
  const engine = new FakeEngine();
  const watched = watch({ endpoints: [engine.endpoint], dataRoots: [dataRootWith(WEB.id, "on-disk")] });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ state: "unreachable" }]);
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ name: "on-disk", state: null, pid: null });
  await engine.start();
  await seenState(watched, "connected");
  expect(watched.view().containers.size).toBe(0);
});

test("an engine is remembered to have said where its files are", async () => {
  const engine = await engineWithWeb();
  engine.dataRoot = dataRootWith(WEB.id, "renamed-meanwhile");
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  await vi.waitFor(() => expect(engine.requests).toContain("/info"), WAIT);
  engine.happens("pause", { ...WEB, state: "paused" });
  await seen(watched, WEB.id, { state: "paused" });
  engine.stop();
  await seen(watched, WEB.id, { name: "renamed-meanwhile", state: null });
});

test("an engine that answers is believed over the files that were read for one that does not", async () => {
  const engine = await engineWithWeb();
  const absent = `unix://${join(temporaryDirectory(), "none.sock")}`;
  const dataRoots = [dataRootWith(WEB.id, "old-name")];
  const watched = watch({ endpoints: [engine.endpoint, absent], dataRoots });
  await watched.settled();
  expect(watched.view().reports.map(({ state }) => state)).toEqual(["connected", "unreachable"]);
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ name: "web" });
});

test("two names of one socket are one engine", async () => {
  const engine = await engineWithWeb();
  const link = join(temporaryDirectory(), "link.sock");
  symlinkSync(engine.socketPath, link);
  const watched = watch({ endpoints: [engine.endpoint, `unix://${link}`] });
  await watched.settled();
  expect(watched.view().reports).toHaveLength(1);
});

test("Podman is told by what it says, and is asked for paused containers too", async () => {
  const engine = await engineWithWeb();
  engine.version = { Version: "4.3.1", Components: [{ Name: "Podman Engine" }, { Name: "Conmon" }] };
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ name: "podman", version: "4.3.1" }]);
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ engine: "podman" });
});

test("Podman that says its version with every answer is not asked for it, which costs it half a second", async () => {
  const engine = await engineWithWeb();
  engine.answers.set("/_ping", (response: ServerResponse) => {
    response.setHeader("Libpod-Api-Version", "4.3.1").end("OK");
  });
  const watched = watch({ endpoints: [engine.endpoint], limits: { checkMilliseconds: 5 } });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ name: "podman", state: "connected", version: "4.3.1" }]);
  await vi.waitFor(() => expect(count(engine, "/_ping")).toBeGreaterThan(2), WAIT);
  expect(count(engine, "/version")).toBe(0);
  expect(count(engine, "/info")).toBe(0);
});

test("a container that no engine answers for is looked for on disk, and what was found is in the view", async () => {
  const engine = await engineWithWeb();
  const host = new FakeHost();
  const id = idOf("b");
  const list = "/var/lib/containers/storage/overlay-containers/containers.json";
  host.write(list, JSON.stringify([WEB.id, id].map((each) => ({ id: each, names: ["stored"] }))));
  const watched = watch({ endpoints: [engine.endpoint], reader: host.reader });
  await watched.settled();
  const facts = { engine: "podman", userId: null, cgroupPath: "/x", leaderPid: 2, parentPid: 1 } as const;
  watched.see([
    { ...facts, id: WEB.id },
    { ...facts, id },
  ]);
  await watched.found();
  expect(watched.view().containers.get(WEB.id)).toMatchObject({ name: "web", endpoint: engine.endpoint });
  expect(watched.view().containers.get(id)).toMatchObject({ name: "stored", endpoint: null });
  watched.see([]);
  expect([...watched.view().containers.keys()]).toEqual([WEB.id]);
});

test("where no engine was named, one that is not there is told of once a container of it runs", async () => {
  const watched = watch({ endpoints: null, reader: new FakeHost().reader });
  await watched.settled();
  expect(watched.view().reports.filter(({ state }) => state === "absent")).toEqual([]);
  const podman = { id: WEB.id, engine: "podman", cgroupPath: "/x", leaderPid: 2, parentPid: 1 } as const;
  watched.see([{ ...podman, userId: 4_000_000_000 }]);
  expect(watched.view().reports.filter(({ state }) => state === "absent")).toMatchObject([
    { name: "podman", endpoint: "unix:///run/user/4000000000/podman/podman.sock" },
  ]);
  const other = watch({ endpoints: null, reader: new FakeHost().reader, ownUid: 1001 });
  await other.settled();
  other.see([{ ...podman, userId: 4_000_000_000 }]);
  expect(other.view().reports.filter(({ state }) => state === "absent")).toEqual([]);
});

test("the environment does not lead it to another engine", async () => {
  const engine = await engineWithWeb();
  vi.stubEnv("DOCKER_HOST", "tcp://[");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  expect(watched.view().reports).toMatchObject([{ state: "connected" }]);
});

test("with no engine to ask there is nothing to wait for", async () => {
  const watched = watchEngines({ endpoints: null, enabled: false });
  await watched.settled();
  expect(watched.view()).toEqual({ reports: [], containers: new Map(), events: [] });
});

test("an endpoint that is no Unix socket is refused at once", () => {
  expect(() => watchEngines({ endpoints: ["tcp://10.0.0.1:2375"], enabled: true })).toThrow(
    'engine "tcp://10.0.0.1:2375": nstop asks only engines on its own host, as unix:///path; for another host run nstop there',
  );
});

test("a closed watch lets go of the engine", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  expect(engine.followers).toBe(1);
  watched.close();
  await vi.waitFor(() => expect(engine.followers).toBe(0), WAIT);
});

test("a watch that is closed while it connects is settled", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  watched.close();
  await watched.settled();
  expect(watched.view().reports).toEqual([]);
});

function count(engine: FakeEngine, path: string): number {
  return engine.requests.filter((request) => request === path).length;
}

function fail(statusCode: number): (response: { statusCode: number; end(text: string): void }) => void {
  return (response) => {
    response.statusCode = statusCode;
    response.end('{"message":"broken"}');
  };
}

function dataRootWith(id: string, name: string): string {
  const dataRoot = temporaryDirectory();
  const directory = join(dataRoot, "containers", id);
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, "config.v2.json"),
    JSON.stringify({ ID: id, Name: name, State: { Running: true } }),
  );
  return dataRoot;
}

test("a process that an engine started in a container is told from one that it did not", async () => {
  const engine = await engineWithWeb();
  const watched = watch({ endpoints: [engine.endpoint] });
  await watched.settled();
  const [running, ended, gone] = [idOf("d"), idOf("e"), idOf("f")];
  engine.answers.set(`/containers/${WEB.id}/json`, { Id: WEB.id, ExecIDs: [running, ended, gone] });
  engine.answers.set(`/exec/${running}/json`, { Running: true, Pid: 70 });
  engine.answers.set(`/exec/${ended}/json`, { Running: false, Pid: 71 });
  const isExec = (pid: number) => watched.isExec({ containerId: WEB.id, pid, startTicks: 1 });
  expect([isExec(70), isExec(71)]).toEqual([null, null]);
  await vi.waitFor(() => expect([isExec(70), isExec(71)]).toEqual([true, false]), WAIT);
  expect(watched.isExec({ containerId: idOf("9"), pid: 70, startTicks: 1 })).toBeNull();
});
