import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Issue } from "../../src/collector/sample.ts";
import type { LogRequest } from "../../src/engines/log-request.ts";
import { Orders } from "../../src/stream/orders.ts";
import type { Wants } from "../../src/stream/protocol.ts";
import { settle } from "./fake-clock.ts";

function follow() {
  const input = new PassThrough();
  const wanted: Wants[] = [];
  const issues: Issue[] = [];
  let restarts = 0;
  const loop = { want: (wants: Wants) => wanted.push(wants), report: (issue: Issue) => issues.push(issue) };
  const client = {
    restart: () => {
      restarts += 1;
    },
  };
  const logs: (LogRequest | null)[] = [];
  const orders = new Orders(input, loop, client, { want: (request) => logs.push(request) });
  const say = async (...lines: readonly object[]) => {
    input.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await settle();
  };
  return { input, orders, wanted, logs, issues, say, restarts: () => restarts };
}

const TERMINAL = { path: "/dev/pts/7", settings: "500:5:bf" };

test("what is wanted is passed on", async () => {
  const { wanted, say } = follow();
  await say({ detail: null, now: true }, { detail: null, delaySeconds: 2 });
  expect(wanted).toEqual([
    { detail: null, now: true },
    { detail: null, delaySeconds: 2 },
  ]);
});

test("the log that is wanted is passed on, where an order says which", async () => {
  const { logs, say } = follow();
  const request = { groupId: "host", kind: "host", engine: null };
  await say({ detail: null, logs: request }, { detail: null }, { detail: null, logs: null });
  expect(logs).toEqual([request, null]);
});

test("a terminal is to be restored when nobody gives orders any more", async () => {
  const { input, orders, say } = follow();
  await say({ terminal: TERMINAL });
  input.end();
  await orders.ended;
  expect(orders.terminal).toEqual(TERMINAL);
});

test("a terminal is left alone by who was told that its user closes", async () => {
  const { input, orders, say } = follow();
  await say({ terminal: TERMINAL }, { closing: true });
  input.end();
  await orders.ended;
  expect(orders.terminal).toBeNull();
});

test("an order that is none is an issue, and those after it are followed", async () => {
  const { wanted, issues, say } = follow();
  await say({ everything: true }, { detail: null });
  expect(issues).toMatchObject([{ code: "malformed", path: "standard input" }]);
  expect(wanted).toEqual([{ detail: null }]);
});

test("a client that lost a line gets one that stands for itself", async () => {
  const { say, restarts, wanted } = follow();
  await say({ anew: true });
  expect(restarts()).toBe(1);
  expect(wanted).toEqual([]);
});
