import type { PosixMessageQueueFacts, PosixSharedMemoryFacts } from "../collector/detail-sample.ts";
import type { MessageQueueRow, SharedMemoryRow, Show } from "../model/detail.ts";
import type { SysvipcObject } from "../procfs/sysvipc-object.ts";
import type { SysvipcSem } from "../procfs/sysvipc-sem.ts";
import { bytes, count } from "./format.ts";
import {
  creatorText,
  isUnattached,
  NO_QUEUES,
  NO_SHARED_FILES,
  segmentNote,
  senderText,
  sharedFileKind,
} from "./ipc-text.ts";
import { type ReportSection, tableSection } from "./report-section.ts";
import type { Paper, TextColumn } from "./text-table.ts";

/** What lives in an ipc namespace: System V objects, then POSIX ones. */
export function ipcSections({ ipc }: Show, paper: Paper): readonly ReportSection[] {
  return [
    tableSection("SHARED MEMORY", SEGMENT_COLUMNS, ipc?.sharedMemory ?? null, paper),
    tableSection("SEMAPHORES", SEMAPHORE_COLUMNS, ipc?.semaphores ?? null, paper),
    tableSection("MESSAGE QUEUES", QUEUE_COLUMNS, ipc?.messageQueues ?? null, paper),
    tableSection(
      "POSIX MESSAGE QUEUES",
      POSIX_QUEUE_COLUMNS,
      ipc?.posixMessageQueues ?? null,
      paper,
      NO_QUEUES,
    ),
    tableSection(
      "POSIX SHARED MEMORY",
      SHARED_FILE_COLUMNS,
      ipc?.posixSharedMemory ?? null,
      paper,
      NO_SHARED_FILES,
    ),
  ];
}

const OBJECT_COLUMNS: readonly TextColumn<SysvipcObject>[] = [
  { title: "KEY", text: ({ key }) => key },
  { title: "ID", align: "right", text: ({ id }) => String(id) },
  { title: "OWNER", align: "right", text: ({ ownerUid }) => String(ownerUid) },
  { title: "MODE", text: ({ mode }) => mode },
];

const SEGMENT_COLUMNS: readonly TextColumn<SharedMemoryRow>[] = [
  ...OBJECT_COLUMNS,
  { title: "SIZE", align: "right", text: (row) => bytes(row.bytes) },
  { title: "RESIDENT", align: "right", text: ({ residentBytes }) => bytes(residentBytes) },
  {
    title: "ATTACHED",
    align: "right",
    text: ({ attached }) => count(attached),
    paint: (row) => (isUnattached(row) ? "yellow" : undefined),
  },
  { title: "CREATOR", text: creatorText },
  { title: "NOTE", text: segmentNote },
];

const SEMAPHORE_COLUMNS: readonly TextColumn<SysvipcSem>[] = [
  ...OBJECT_COLUMNS,
  { title: "SEMAPHORES", align: "right", text: (row) => count(row.count) },
];

const QUEUE_COLUMNS: readonly TextColumn<MessageQueueRow>[] = [
  ...OBJECT_COLUMNS,
  { title: "SIZE", align: "right", text: (row) => bytes(row.bytes) },
  { title: "MESSAGES", align: "right", text: ({ messages }) => count(messages) },
  { title: "LAST SENDER", text: senderText },
];

const POSIX_QUEUE_COLUMNS: readonly TextColumn<PosixMessageQueueFacts>[] = [
  { title: "NAME", shrinks: true, text: ({ name }) => name },
  { title: "OWNER", align: "right", text: ({ ownerUid }) => String(ownerUid) },
  { title: "SIZE", align: "right", text: (row) => bytes(row.bytes) },
];

const SHARED_FILE_COLUMNS: readonly TextColumn<PosixSharedMemoryFacts>[] = [
  { title: "NAME", shrinks: true, text: ({ name }) => name },
  { title: "KIND", text: sharedFileKind },
  { title: "OWNER", align: "right", text: ({ ownerUid }) => String(ownerUid) },
  { title: "SIZE", align: "right", text: (row) => bytes(row.bytes) },
];
