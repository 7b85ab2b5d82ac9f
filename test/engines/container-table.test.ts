import { expect, test } from "vitest";
import type { ContainerEvent } from "../../src/engines/container-event.ts";
import { ContainerTable } from "../../src/engines/container-table.ts";
import type { EngineContainer } from "../../src/engines/engine.ts";
import { idOf } from "./fake-engine.ts";

const WEB: EngineContainer = {
  id: idOf("a"),
  engine: "docker",
  endpoint: null,
  userId: null,
  name: "web",
  image: "busybox",
  state: "running",
  health: null,
  healthCheck: null,
  pid: null,
  startedAt: null,
  restartCount: null,
  oomKilled: null,
  compose: null,
  pod: null,
  ports: [],
  networkMode: null,
  settings: null,
};

const INSPECTED: EngineContainer = { ...WEB, pid: 42, restartCount: 3, oomKilled: false };

function event(action: string): ContainerEvent {
  return { action, detail: null, containerId: WEB.id, at: null, name: "web", exitCode: null, execId: null };
}

function tableWithWeb(): ContainerTable {
  const table = new ContainerTable();
  table.listed([WEB]);
  table.takePending();
  table.inspected(WEB.id, INSPECTED);
  return table;
}

test("a listed container is known at once, and is to be inspected", () => {
  const table = new ContainerTable();
  table.listed([WEB]);
  expect(table.containers.get(WEB.id)).toEqual(WEB);
  expect(table.takePending()).toEqual([WEB.id]);
  expect(table.takePending()).toEqual([]);
});

test("a list that says nothing new leaves what an inspection said", () => {
  const table = tableWithWeb();
  table.listed([WEB]);
  expect(table.takePending()).toEqual([]);
  expect(table.containers.get(WEB.id)).toEqual(INSPECTED);
});

test("a list that says otherwise is believed, and the container inspected again", () => {
  const table = tableWithWeb();
  table.listed([{ ...WEB, state: "paused" }]);
  expect(table.containers.get(WEB.id)).toEqual({ ...INSPECTED, state: "paused" });
  expect(table.takePending()).toEqual([WEB.id]);
});

test("a container whose inspection failed is to be inspected after the next list", () => {
  const table = new ContainerTable();
  table.listed([WEB]);
  table.takePending();
  table.listed([WEB]);
  expect(table.takePending()).toEqual([WEB.id]);
});

test("what a list leaves out is forgotten", () => {
  const table = tableWithWeb();
  table.listed([]);
  expect(table.containers.size).toBe(0);
});

test.each(["exited", "dead", "created", "removing"] as const)(
  "a container that is %s is not shown",
  (state) => {
    const table = tableWithWeb();
    table.inspected(WEB.id, { ...INSPECTED, state });
    expect(table.containers.size).toBe(0);
  },
);

test("a container in a state that nstop does not know is shown for as long as it has a process", () => {
  const table = tableWithWeb();
  table.inspected(WEB.id, { ...INSPECTED, state: null });
  expect(table.containers.size).toBe(1);
  table.inspected(WEB.id, { ...INSPECTED, state: null, pid: null });
  expect(table.containers.size).toBe(0);
});

test("a destroyed container is gone at once, and stays so after an inspection from before", () => {
  const table = tableWithWeb();
  table.happened(event("destroy"));
  expect(table.containers.size).toBe(0);
  table.inspected(WEB.id, INSPECTED);
  expect(table.takePending()).toEqual([WEB.id]);
  table.inspected(WEB.id, null);
  expect(table.containers.size).toBe(0);
});

test("having run out of memory is remembered until the container is removed", () => {
  const table = tableWithWeb();
  table.happened(event("oom"));
  table.inspected(WEB.id, INSPECTED);
  expect(table.containers.get(WEB.id)?.oomKilled).toBe(true);
  table.happened(event("remove"));
  table.inspected(WEB.id, INSPECTED);
  expect(table.containers.get(WEB.id)?.oomKilled).toBe(false);
});

test("more than any engine has to say of its containers is refused, and what is forgotten does not count", () => {
  const table = new ContainerTable();
  const large = (digit: string): EngineContainer => ({
    ...WEB,
    id: idOf(digit),
    image: "x".repeat(12 * 2 ** 20),
  });
  for (let times = 0; times < 4; times += 1) table.inspected(idOf("a"), large("a"));
  table.listed([]);
  table.inspected(idOf("b"), large("b"));
  table.inspected(idOf("c"), large("c"));
  expect(() => table.inspected(idOf("d"), large("d"))).toThrow("sends more than 32 MiB about its containers");
});
