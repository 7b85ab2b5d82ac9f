import type { PosixMessageQueueFacts, PosixSharedMemoryFacts } from "../collector/detail-sample.ts";
import type { Detail, IpcView, MessageQueueRow, SharedMemoryRow } from "../model/detail.ts";
import type { SysvipcSem } from "../procfs/sysvipc-sem.ts";
import { bytes, count } from "../report/format.ts";
import {
  creatorText,
  isUnattached,
  NO_QUEUES,
  NO_SHARED_FILES,
  segmentNote,
  senderText,
  sharedFileKind,
} from "../report/ipc-text.ts";
import { alphabetical, descending } from "./compare.ts";
import { bytesColumn, nameColumn, objectColumns, ownerColumn } from "./ipc-columns.ts";
import { partRows } from "./part-rows.ts";
import type { Opens, Section } from "./section.ts";

const NOTHING_KNOWN: IpcView = {
  sharedMemory: null,
  semaphores: null,
  messageQueues: null,
  posixMessageQueues: null,
  posixSharedMemory: null,
};

/** What lives in an ipc namespace: System V objects, then POSIX ones. */
export function ipcSections({ ipc }: Detail): readonly Section<unknown>[] {
  const objects = ipc === null ? NOTHING_KNOWN : ipc;
  return [
    sharedMemorySection(objects?.sharedMemory),
    semaphoresSection(objects?.semaphores),
    messageQueuesSection(objects?.messageQueues),
    posixQueuesSection(objects?.posixMessageQueues),
    sharedFilesSection(objects?.posixSharedMemory),
  ];
}

type Part<Row> = readonly Row[] | null | undefined;

/** Enter opens the process that made a segment. */
function sharedMemorySection(segments: Part<SharedMemoryRow>): Section<SharedMemoryRow> {
  return {
    title: "Shared memory",
    columns: {
      ...objectColumns,
      bytes: bytesColumn("How large the segment is", (row) => row.bytes),
      resident: {
        title: "RESIDENT",
        help: "How much of it is in memory now",
        width: 8,
        align: "right",
        priority: 2,
        text: ({ residentBytes }) => bytes(residentBytes),
        compare: descending(({ residentBytes }) => residentBytes),
      },
      attached: {
        title: "ATTACHED",
        help: "How many times it is attached now; a segment nobody is attached to is marked",
        width: 8,
        align: "right",
        priority: 0,
        text: ({ attached }) => count(attached),
        style: (segment) => (isUnattached(segment) ? { color: "yellow", bold: true } : undefined),
        compare: descending(({ attached }) => attached),
      },
      creator: {
        title: "CREATOR",
        help: "Host pid and name of the process that made it, unless it has ended",
        width: 16,
        grow: 1,
        align: "left",
        priority: 1,
        text: creatorText,
        compare: alphabetical(({ creatorComm }) => creatorComm ?? ""),
      },
      note: {
        title: "NOTE",
        help: "Whether nobody has it any more, or it goes away with the last who has",
        width: 22,
        align: "left",
        priority: 3,
        text: segmentNote,
        style: () => ({ dim: true }),
      },
    },
    ...partRows(segments, "none"),
    key: ({ id }) => `shm:${id}`,
    searchText: (row) => `${row.key} ${row.id} ${row.ownerUid} ${creatorText(row)} ${segmentNote(row)}`,
    opens: ({ creatorPid }) => processOpened(creatorPid),
    faulty: isUnattached,
    remark: (row) =>
      isUnattached(row)
        ? `Nobody is attached to it; its ${bytes(row.bytes)} stay until somebody removes it (ipcrm -m ${row.id}, in this namespace).`
        : null,
    copies: ({ id }) => String(id),
  };
}

function semaphoresSection(sets: Part<SysvipcSem>): Section<SysvipcSem> {
  return {
    title: "Semaphores",
    columns: {
      ...objectColumns,
      count: {
        title: "SEMAPHORES",
        help: "How many are in the set",
        width: 10,
        align: "right",
        priority: 0,
        text: (row) => count(row.count),
        compare: descending((row) => row.count),
      },
    },
    ...partRows(sets, "none"),
    key: ({ id }) => `sem:${id}`,
    searchText: ({ key, id, ownerUid }) => `${key} ${id} ${ownerUid}`,
    copies: ({ id }) => String(id),
  };
}

/** Enter opens the process that sent the last message. */
function messageQueuesSection(queues: Part<MessageQueueRow>): Section<MessageQueueRow> {
  return {
    title: "Message queues",
    columns: {
      ...objectColumns,
      bytes: bytesColumn("Of the messages that wait in it", (row) => row.bytes),
      messages: {
        title: "MESSAGES",
        help: "How many messages wait in it",
        width: 8,
        align: "right",
        priority: 0,
        text: ({ messages }) => count(messages),
        compare: descending(({ messages }) => messages),
      },
      sender: {
        title: "LAST SENDER",
        help: "Host pid and name of the process that sent the last message, unless it has ended",
        width: 16,
        grow: 1,
        align: "left",
        priority: 1,
        text: senderText,
        compare: alphabetical(({ lastSenderComm }) => lastSenderComm ?? ""),
      },
    },
    ...partRows(queues, "none"),
    key: ({ id }) => `msg:${id}`,
    searchText: (row) => `${row.key} ${row.id} ${row.ownerUid} ${senderText(row)}`,
    opens: ({ lastSenderPid }) => processOpened(lastSenderPid),
    copies: ({ id }) => String(id),
  };
}

function posixQueuesSection(queues: Part<PosixMessageQueueFacts>): Section<PosixMessageQueueFacts> {
  const rows = partRows(queues, "none");
  return {
    title: "POSIX message queues",
    columns: {
      name: nameColumn,
      owner: ownerColumn,
      bytes: bytesColumn("Of the messages that wait in it", (row) => row.bytes),
    },
    ...rows,
    empty: queues === null ? NO_QUEUES : rows.empty,
    key: ({ name }) => `posix-queue:${name}`,
    searchText: ({ name, ownerUid }) => `${name} ${ownerUid}`,
    copies: ({ name }) => name,
  };
}

function sharedFilesSection(files: Part<PosixSharedMemoryFacts>): Section<PosixSharedMemoryFacts> {
  const rows = partRows(files, "none");
  return {
    title: "POSIX shared memory",
    columns: {
      name: nameColumn,
      kind: {
        title: "KIND",
        help: "Shared memory, or a named semaphore",
        width: 9,
        align: "left",
        priority: 2,
        text: sharedFileKind,
        compare: alphabetical(sharedFileKind),
      },
      owner: ownerColumn,
      bytes: bytesColumn("How large it is", (row) => row.bytes),
    },
    ...rows,
    empty: files === null ? NO_SHARED_FILES : rows.empty,
    key: ({ name }) => `posix-memory:${name}`,
    searchText: ({ name, ownerUid }) => `${name} ${ownerUid}`,
    copies: ({ name }) => name,
  };
}

function processOpened(pid: number | null): Opens | null {
  return pid === null ? null : { kind: "process", pid };
}
