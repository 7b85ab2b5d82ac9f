import { visible } from "../host/text.ts";
import type { Group, PressureTen } from "../model/snapshot.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";

/** One value of a group; lists are joined by blanks, and unknown is an empty field. */
type Cell = (group: Group) => string | number | boolean | null;

/** The columns of `nstop list --csv`. The order and the names are the contract with scripts: new ones go last. */
const CSV_COLUMNS: Readonly<Record<string, Cell>> = {
  id: ({ id }) => id,
  kind: ({ kind }) => kind,
  engine: ({ engine }) => engine,
  name: ({ name }) => name,
  containerId: ({ containerId }) => containerId,
  image: ({ image }) => image,
  state: ({ state }) => state,
  health: ({ health }) => health,
  parentId: ({ parentId }) => parentId,
  leaderPid: ({ leaderPid }) => leaderPid,
  startedAt: ({ startedAt }) => startedAt,
  restartCount: ({ restartCount }) => restartCount,
  podNamespace: ({ pod }) => pod?.namespace ?? null,
  podName: ({ pod }) => pod?.name ?? null,
  composeProject: ({ compose }) => compose?.project ?? null,
  composeService: ({ compose }) => compose?.service ?? null,
  processes: ({ processes }) => processes,
  threads: ({ threads }) => threads,
  pidsCurrent: ({ pids }) => pids.current,
  pidsLimit: ({ pids }) => pids.limit,
  cpuPercent: ({ cpu }) => cpu.percent,
  cpuLimitPercent: ({ cpu }) => cpu.limitPercent,
  cpuThrottledPercent: ({ cpu }) => cpu.throttledPercent,
  memoryWorkingSetBytes: ({ memory }) => memory.workingSetBytes,
  memoryCurrentBytes: ({ memory }) => memory.currentBytes,
  memoryAnonymousBytes: ({ memory }) => memory.anonymousBytes,
  memoryLimitBytes: ({ memory }) => memory.limitBytes,
  memoryOomKills: ({ memory }) => memory.oomKills,
  memoryLimitHits: ({ memory }) => memory.limitHits,
  ioReadBytesPerSecond: ({ io }) => io.readBytesPerSecond,
  ioWriteBytesPerSecond: ({ io }) => io.writeBytesPerSecond,
  networkReceiveBytesPerSecond: ({ network }) => network.receiveBytesPerSecond,
  networkTransmitBytesPerSecond: ({ network }) => network.transmitBytesPerSecond,
  networkSharedWith: ({ network }) => network.sharedWith,
  ...pressureColumns("pressureCpu", ({ pressure }) => pressure?.cpu),
  ...pressureColumns("pressureMemory", ({ pressure }) => pressure?.memory),
  ...pressureColumns("pressureIo", ({ pressure }) => pressure?.io),
  frozen: ({ frozen }) => frozen,
  cgroupPath: ({ cgroupPath }) => cgroupPath,
  ...namespaceColumns(),
  ports: ({ ports }) => ports.join(" "),
  verdictCode: ({ verdict }) => verdict?.code ?? null,
  verdictSentence: ({ verdict }) => verdict?.sentence ?? null,
  memorySecondsToLimit: ({ memory }) => memory.secondsToLimit,
  pidsSecondsToLimit: ({ pids }) => pids.secondsToLimit,
  lastOomKillAt: ({ memory }) => memory.lastOomKill?.at ?? null,
  lastOomKillPid: ({ memory }) => memory.lastOomKill?.pid ?? null,
  lastOomKillComm: ({ memory }) => memory.lastOomKill?.comm ?? null,
  lastOomKillLimitPath: ({ memory }) => memory.lastOomKill?.limitPath ?? null,
  leaderStartTicks: ({ leaderStartTicks }) => leaderStartTicks,
};

const LINE_END = "\r\n";

/**
 * What `nstop list --csv` prints: a line of names, then one line for each group.
 *
 * Control characters in a name are made visible, so that every group is one line and a terminal is safe; JSON is exact.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function listCsv(groups: readonly Group[]): string {
  const cells = Object.values(CSV_COLUMNS);
  const lines = groups.map((group) => cells.map((cell) => csvField(cell(group))));
  return [Object.keys(CSV_COLUMNS), ...lines].map((fields) => fields.join(",") + LINE_END).join("");
}

function csvField(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = harmless(visible(value));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet takes a text that begins like this for a formula and runs it: it gets an apostrophe in front. */
function harmless(text: string): string {
  return /^[=+@-]/.test(text) ? `'${text}` : text;
}

function pressureColumns(
  name: string,
  pressure: (group: Group) => PressureTen | null | undefined,
): Readonly<Record<string, Cell>> {
  return {
    [`${name}Some10Percent`]: (group) => pressure(group)?.some10Percent ?? null,
    [`${name}Full10Percent`]: (group) => pressure(group)?.full10Percent ?? null,
  };
}

function namespaceColumns(): Readonly<Record<string, Cell>> {
  const columns = NAMESPACE_TYPES.flatMap((type): [string, Cell][] => [
    [`${type}Inode`, ({ namespaces }) => namespaces[type].inode],
    [`${type}SharedWithHost`, ({ namespaces }) => namespaces[type].sharedWithHost],
    [`${type}SharedWith`, ({ namespaces }) => namespaces[type].sharedWith.join(" ")],
  ]);
  return Object.fromEntries(columns);
}
