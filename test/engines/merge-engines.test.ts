import { describe, expect, test } from "vitest";
import type { EngineContainer, EngineEvent, SeenContainer } from "../../src/engines/engine.ts";
import {
  type EngineSays,
  mergeEngines,
  unansweredContainers,
  unknownContainers,
} from "../../src/engines/merge-engines.ts";
import { container } from "../model/sample-builder.ts";
import { idOf } from "./fake-engine.ts";

const ID = idOf("a");
const OTHER = idOf("b");

interface Facts extends Partial<Pick<EngineSays, "userId" | "events">> {
  readonly state?: "connected" | "unreachable";
}

function says(url: string, containers: readonly EngineContainer[], facts: Facts = {}): EngineSays {
  const { state = "connected", userId = null, events = [] } = facts;
  return {
    url,
    userId,
    events,
    containers: new Map(containers.map((each) => [each.id, each])),
    report: { name: "docker", endpoint: url, state, version: null, message: null },
  };
}

const HOSTS = says("unix:///run/docker.sock", [container({ id: ID, name: "web" })]);

function names(engines: readonly EngineSays[], found: readonly EngineContainer[] = []) {
  const { containers } = mergeEngines(engines, new Map(found.map((each) => [each.id, each])), new Set());
  return Object.fromEntries([...containers].map(([key, { name }]) => [key, name]));
}

test("containers of several engines are known side by side, each with the engine that told of it", () => {
  const podman = says("unix:///run/podman/podman.sock", [container({ id: OTHER, name: "db" })]);
  const { containers } = mergeEngines([HOSTS, podman], new Map(), new Set());
  expect(containers.get(ID)).toMatchObject({ name: "web", endpoint: HOSTS.url });
  expect(containers.get(OTHER)).toMatchObject({ name: "db", endpoint: podman.url });
});

test("one that answers knows better than what another one's silence had read, and that better than a search", () => {
  const silent = says("unix:///run/lab.sock", [container({ id: ID, name: "old" })], { state: "unreachable" });
  const searched = container({ id: ID, name: "searched" });
  expect(names([HOSTS, silent], [searched])).toEqual({ [ID]: "web" });
  expect(names([silent], [searched])).toEqual({ [ID]: "old" });
  expect(names([], [searched])).toEqual({ [ID]: "searched" });
});

describe("a user's own engine", () => {
  const claims = (userId: number, ...claimed: readonly EngineContainer[]) =>
    says(`unix:///run/user/${userId}/docker.sock`, claimed, { userId });

  test("names no container of the host's engine, nor of another user", () => {
    const eve = claims(1000, container({ id: ID, name: "evil" }));
    const bob = claims(1001, container({ id: ID, name: "bob's" }));
    for (const engines of [
      [HOSTS, eve, bob],
      [eve, bob, HOSTS],
    ]) {
      expect(names(engines)).toEqual({
        [ID]: "web",
        [`user 1000:${ID}`]: "evil",
        [`user 1001:${ID}`]: "bob's",
      });
    }
  });

  test("tells of what happened to its own containers only, as far as they were seen in its user's slice", () => {
    const event = (containerId: string): EngineEvent => ({
      what: "oom",
      at: "2026-01-02T03:04:05Z",
      containerId,
      name: "payments",
      exitCode: null,
      command: null,
      pid: null,
    });
    const [own, made, hosts] = [event(OTHER), event(idOf("c")), event(ID)];
    const eve = { ...claims(1000, container({ id: ID })), events: [own, made, hosts] };
    const seenOfUsers = new Set([OTHER, ID].map((id) => `user 1000:${id}`));
    expect(mergeEngines([HOSTS, eve], new Map(), seenOfUsers).events).toEqual([own]);
    expect(mergeEngines([eve], new Map(), new Set([`user 1001:${OTHER}`])).events).toEqual([]);
  });
});

test("a container of an engine that was lost is known, but not answered for", () => {
  const lost = says(HOSTS.url, [container({ id: ID })], { state: "unreachable" });
  const seen = (id: string, userId: number | null = null): SeenContainer => ({
    id,
    engine: "docker",
    userId,
    cgroupPath: `/docker/${id}`,
    leaderPid: 2,
    parentPid: 1,
  });
  const all = [seen(ID), seen(OTHER), seen(ID, 1000)];
  expect(unansweredContainers(all, [lost])).toEqual(all);
  expect(unknownContainers(all, [lost])).toEqual([seen(OTHER), seen(ID, 1000)]);
  expect(unansweredContainers(all, [HOSTS])).toEqual([seen(OTHER), seen(ID, 1000)]);
});
