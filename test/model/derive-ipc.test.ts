import { describe, expect, test } from "vitest";
import type { IpcFacts } from "../../src/collector/detail-sample.ts";
import { deriveIpc } from "../../src/model/derive-ipc.ts";
import { process, sample } from "./sample-builder.ts";

const OBJECT = { key: "0x00000000", id: 0, mode: "600", ownerUid: 0 };

/** The machine started at 1,000,000, this process five seconds after it. */
const NOW = sample({ processes: [process({ pid: 7, startTicks: 500, comm: "postgres" })] });

function ipcWith(facts: Partial<IpcFacts>): IpcFacts {
  return {
    sharedMemory: null,
    semaphores: null,
    messageQueues: null,
    posixMessageQueues: null,
    posixSharedMemory: null,
    ...facts,
  };
}

const creator = (creatorPid: number, changedAtSeconds: number, now = NOW) => {
  const sharedMemory = [
    {
      ...OBJECT,
      bytes: 1,
      residentBytes: 0,
      swapBytes: 0,
      attached: 0,
      markedForRemoval: false,
      creatorPid,
      changedAtSeconds,
    },
  ];
  const [segment] = deriveIpc(ipcWith({ sharedMemory }), now).sharedMemory ?? [];
  return [segment?.creatorPid, segment?.creatorComm];
};

describe("the creator of a segment", () => {
  test("is the process with that pid", () => {
    expect(creator(7, 1_000_006)).toEqual([7, "postgres"]);
  });

  test.each([
    ["has ended", 8, 1_000_006],
    ["never had a pid here", 0, 1_000_006],
    ["has ended, and left its pid to a later process", 7, 1_000_002],
  ])("is unknown when it %s", (_why, pid, changedAtSeconds) => {
    expect(creator(pid, changedAtSeconds)).toEqual([null, null]);
  });

  test("is taken at its word where it is not known when the machine started", () => {
    expect(creator(7, 1, { ...NOW, host: { ...NOW.host, bootTimeSeconds: null } })).toEqual([7, "postgres"]);
  });
});

test("the last sender of a queue is found likewise", () => {
  const queue = { ...OBJECT, bytes: 7, messages: 1 };
  const messageQueues = [
    { ...queue, lastSenderPid: 7, lastSentAtSeconds: 1_000_009 },
    { ...queue, lastSenderPid: 7, lastSentAtSeconds: 1_000_001 },
  ];
  expect(deriveIpc(ipcWith({ messageQueues }), NOW).messageQueues).toEqual([
    { ...queue, lastSentAtSeconds: 1_000_009, lastSenderPid: 7, lastSenderComm: "postgres" },
    { ...queue, lastSentAtSeconds: 1_000_001, lastSenderPid: null, lastSenderComm: null },
  ]);
});

test("what is not known stays unknown, and the rest is as it was read", () => {
  const facts = ipcWith({ posixSharedMemory: [{ name: "pool", bytes: 5, ownerUid: 0 }] });
  expect(deriveIpc(facts, NOW)).toEqual(facts);
});
