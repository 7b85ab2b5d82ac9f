import { describe, expect, test } from "vitest";
import { engineEvent, parseContainerEvent } from "../../src/engines/container-event.ts";
import { idOf } from "./fake-engine.ts";

const DIE = `{"status":"die","id":"${idOf("a")}","from":"bb","Type":"container","Action":"die","Actor":{"ID":"${idOf("a")}","Attributes":{"exitCode":"1","image":"bb","name":"loop"}},"scope":"local","time":1795617011,"timeNano":1795617011500000000}`;

const EXEC = `{"Type":"container","Action":"exec_start: sh -c echo a: b","Actor":{"ID":"${idOf("a")}","Attributes":{"execID":"${idOf("e")}","name":"loop"}},"timeNano":1795617011500000000}`;

test("an event of Docker 20.10 is read", () => {
  expect(parseContainerEvent(DIE)).toEqual({
    action: "die",
    detail: null,
    containerId: idOf("a"),
    at: "2026-11-25T14:30:11.500Z",
    name: "loop",
    exitCode: 1,
    execId: null,
  });
});

test("what follows the first colon of an action is not part of it", () => {
  const line = JSON.stringify({ Action: "health_status: unhealthy", Actor: { ID: idOf("b") } });
  expect(parseContainerEvent(line)).toMatchObject({ action: "health_status", detail: "unhealthy" });
  expect(parseContainerEvent(EXEC)).toMatchObject({
    action: "exec_start",
    detail: "sh -c echo a: b",
    execId: idOf("e"),
  });
});

test("what an engine does not say of an event is unknown", () => {
  const line = JSON.stringify({ Action: "start", Actor: { ID: idOf("b") } });
  expect(parseContainerEvent(line)).toMatchObject({ at: null, name: null, exitCode: null, execId: null });
});

describe("there is something to tell", () => {
  const common = { at: "2026-11-25T14:30:11.500Z", containerId: idOf("a"), name: "loop" };

  test("of a container that stopped: how it ended", () => {
    const told = engineEvent(parseContainerEvent(DIE), null);
    expect(told).toEqual({ ...common, what: "stopped", exitCode: 1, command: null, pid: null });
  });

  test("of an exec: what it runs, and as which process", () => {
    const told = engineEvent(parseContainerEvent(EXEC), 42);
    expect(told).toEqual({ ...common, what: "exec", exitCode: null, command: "sh -c echo a: b", pid: 42 });
  });

  test.each(["rename", "pause", "constructor"])("but not of a %s", (action) => {
    expect(engineEvent({ ...parseContainerEvent(DIE), action }, null)).toBeNull();
  });

  test("but not when nobody knows when it was", () => {
    expect(engineEvent({ ...parseContainerEvent(DIE), at: null }, null)).toBeNull();
  });
});
