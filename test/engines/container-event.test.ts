import fc from "fast-check";
import { expect, test } from "vitest";
import { parseContainerEvent } from "../../src/engines/container-event.ts";
import { idOf } from "./fake-engine.ts";

test("an event of Docker 20.10 is read", () => {
  const line = `{"status":"die","id":"${idOf("a")}","from":"bb","Type":"container","Action":"die","Actor":{"ID":"${idOf("a")}","Attributes":{"exitCode":"1","image":"bb","name":"loop"}},"scope":"local","time":1795617011,"timeNano":1795617011000000000}`;
  expect(parseContainerEvent(line)).toEqual({ action: "die", containerId: idOf("a") });
});

test("what follows the colon of an action is left out", () => {
  const line = JSON.stringify({ Action: "health_status: unhealthy", Actor: { ID: idOf("b") } });
  expect(parseContainerEvent(line)).toEqual({ action: "health_status", containerId: idOf("b") });
});

test("nothing but a SyntaxError is thrown for any line", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(() => parseContainerEvent(line)).toThrow(SyntaxError);
    }),
  );
});
