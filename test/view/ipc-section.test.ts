import { describe, expect, test } from "vitest";
import type { IpcView } from "../../src/model/detail.ts";
import { NO_QUEUES, NO_SHARED_FILES } from "../../src/report/ipc-text.ts";
import { ipcSections } from "../../src/view/ipc-section.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { cellsOf, detailOf, titled } from "./detail-fixture.ts";

const OBJECT = { key: "0x0052e2c1", id: 3, mode: "600", ownerUid: 70 };

const SEGMENT = {
  ...OBJECT,
  bytes: 12_345,
  residentBytes: 4096,
  swapBytes: 0,
  attached: 2,
  changedAtSeconds: 0,
  markedForRemoval: false,
  creatorPid: 4711,
  creatorComm: "postgres",
};

const IPC: IpcView = {
  sharedMemory: [SEGMENT, { ...SEGMENT, id: 4, attached: 0, creatorPid: null, creatorComm: null }],
  semaphores: [{ ...OBJECT, count: 17 }],
  messageQueues: [
    { ...OBJECT, bytes: 7, messages: 1, lastSentAtSeconds: 0, lastSenderPid: 9, lastSenderComm: "cron" },
  ],
  posixMessageQueues: [{ name: "jobs", bytes: null, ownerUid: 0 }],
  posixSharedMemory: [{ name: "sem.gate", bytes: 32, ownerUid: 0 }],
};

const titledIn = (title: string, ipc: IpcView | null = IPC) => titled(ipcSections(detailOf({ ipc })), title);

describe("shared memory", () => {
  const section = titledIn("Shared memory");

  test("shows size, how often it is attached, and who made it", () => {
    expect(cellsOf(section)[0]).toEqual({
      key: "0x0052e2c1",
      id: "3",
      owner: "70",
      mode: "600",
      bytes: "12Ki",
      resident: "4.0Ki",
      attached: "2",
      creator: "4711 postgres",
      note: "",
    });
  });

  test("marks a segment that nobody is attached to, and says what becomes of it", () => {
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([false, true]);
    expect(section.rows.map((row) => section.columns["attached"]?.style?.(row))).toEqual([
      undefined,
      { color: "yellow", bold: true },
    ]);
    expect(section.rows.map((row) => section.remark?.(row))).toEqual([
      null,
      "Nobody is attached to it; its 12Ki stay until somebody removes it (ipcrm -m 4, in this namespace).",
    ]);
  });

  test("opens the process that made it, while that is there", () => {
    expect(section.rows.map((row) => section.opens?.(row))).toEqual([{ kind: "process", pid: 4711 }, null]);
  });

  test("says that a segment goes with its last user", () => {
    const sharedMemory = [{ ...SEGMENT, markedForRemoval: true }];
    expect(cellsOf(titledIn("Shared memory", { ...IPC, sharedMemory }))[0]?.["note"]).toBe(
      "goes with its last user",
    );
  });
});

test("semaphores show how many are in a set", () => {
  expect(cellsOf(titledIn("Semaphores"))).toMatchObject([{ id: "3", count: "17" }]);
});

test("message queues show what waits in them, and lead to who sent last", () => {
  const section = titledIn("Message queues");
  expect(cellsOf(section)).toMatchObject([{ bytes: "7B", messages: "1", sender: "9 cron" }]);
  expect(section.rows.map((row) => section.opens?.(row))).toEqual([{ kind: "process", pid: 9 }]);
});

test("POSIX objects show their names; semaphores are told from memory by theirs", () => {
  expect(cellsOf(titledIn("POSIX message queues"))).toEqual([{ name: "jobs", owner: "0", bytes: "-" }]);
  expect(cellsOf(titledIn("POSIX shared memory"))).toEqual([
    { name: "sem.gate", kind: "semaphore", owner: "0", bytes: "32B" },
  ]);
});

test("what is not known is not the same as none, and says why", () => {
  const unknown: IpcView = {
    sharedMemory: null,
    semaphores: [],
    messageQueues: null,
    posixMessageQueues: null,
    posixSharedMemory: null,
  };
  expect(ipcSections(detailOf({ ipc: unknown })).map(({ empty }) => empty)).toEqual([
    NOT_READABLE,
    "none",
    NOT_READABLE,
    NO_QUEUES,
    NO_SHARED_FILES,
  ]);
  expect(new Set(ipcSections(detailOf()).map(({ empty }) => empty))).toEqual(new Set([READING]));
});
