import type { Evidence, Group, NamespaceUse, PressureSummary, Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { bytes, count, percent, rate, UNKNOWN } from "./format.ts";
import {
  cpuLimitText,
  type GroupNames,
  groupName,
  groupNames,
  memoryLimitText,
  pidsText,
  stateText,
  upText,
} from "./group-text.ts";
import { isolationOf } from "./isolation.ts";
import { type Fact, factSection, type ReportSection, tableSection } from "./report-section.ts";
import { evidenceText, forecastSentences, lastOomKillText, nothingFound } from "./slowness-text.ts";
import type { Paper } from "./text-table.ts";

/** What a group is, what it uses, and what limits it. */
export function groupSection(group: Group, snapshot: Snapshot, paper: Paper): ReportSection {
  const names = groupNames(snapshot.groups);
  const facts = [
    ...identityFacts(group, snapshot.takenAt, names),
    ...usageFacts(group, snapshot.takenAt, names),
  ];
  return factSection("GROUP", facts, paper);
}

/** The eight namespaces of a group, and who else is in them. */
export function namespacesSection({ namespaces }: Group, snapshot: Snapshot, paper: Paper): ReportSection {
  const names = groupNames(snapshot.groups);
  return tableSection<NamespaceType>(
    "NAMESPACES",
    [
      { title: "TYPE", text: (type) => type },
      { title: "INODE", align: "right", text: (type) => orUnknown(namespaces[type].inode) },
      { title: "WHOSE", text: (type) => isolationOf(namespaces[type]) },
      { title: "SHARED WITH", shrinks: true, text: (type) => sharersText(namespaces[type], names) },
    ],
    NAMESPACE_TYPES,
    paper,
  );
}

function identityFacts(group: Group, takenAt: string, names: GroupNames): readonly Fact[] {
  const { pod, compose, startedAt, ports } = group;
  return [
    ["name", group.name],
    ["id", group.id],
    ["kind", group.kind],
    ["engine", group.engine ?? ""],
    ["image", group.image ?? ""],
    ["state", stateText(group)],
    ["health", group.health ?? ""],
    ["restarts", group.restartCount === null ? "" : count(group.restartCount)],
    ["started", startedAt === null ? UNKNOWN : `${startedAt}, up ${upText(group, takenAt)}`],
    ["leader", orUnknown(group.leaderPid)],
    ["parent", group.parentId === null ? "" : groupName(group.parentId, names)],
    ["pod", pod === null ? "" : `${pod.namespace}/${pod.name}`],
    ["compose", compose === null ? "" : `${compose.project}/${compose.service}`],
    ["ports", ports.join(" ")],
    ["cgroup", group.cgroupPath ?? ""],
  ];
}

function usageFacts(group: Group, takenAt: string, names: GroupNames): readonly Fact[] {
  const { cpu, memory, io, network, pids, pressure, verdict } = group;
  const kill = lastOomKillText(group, takenAt);
  return [
    ["processes", `${count(group.processes)}, threads ${count(group.threads)}`],
    [
      "cpu",
      `${percent(cpu.percent)} %, limit ${cpuLimitText(group)}, throttled ${percent(cpu.throttledPercent)}`,
    ],
    ["memory", `${bytes(memory.workingSetBytes)}, limit ${memoryLimitText(group)}, ${memoryParts(memory)}`],
    ["pids", `${pidsText(group)}, limit ${pids.limit === "max" ? "max" : count(pids.limit)}`],
    ["block i/o", `read ${rate(io.readBytesPerSecond)}, written ${rate(io.writeBytesPerSecond)}`],
    ["network", networkText(network, names)],
    ["pressure", pressure === null ? "" : pressureText(pressure)],
    ["frozen", group.frozen === true ? "yes" : ""],
    ["oom kill", kill === null ? "" : `last ${kill}`],
    ["verdict", verdict?.sentence ?? nothingFound(group)],
    ...(verdict?.evidence ?? []).map(evidenceFact),
    ...forecastSentences(group).map((sentence): Fact => ["forecast", sentence]),
  ];
}

function memoryParts({ currentBytes, anonymousBytes, oomKills }: Group["memory"]): string {
  return `total ${bytes(currentBytes)}, anonymous ${bytes(anonymousBytes)}, OOM kills ${count(oomKills)}`;
}

function networkText(network: Group["network"], names: GroupNames): string {
  const { sharedWith, receiveBytesPerSecond, transmitBytesPerSecond } = network;
  if (sharedWith !== null) return `counted with ${groupName(sharedWith, names)}, whose network it shares`;
  return `received ${rate(receiveBytesPerSecond)}, sent ${rate(transmitBytesPerSecond)}`;
}

/** Percent of the last 10 s in which some tasks waited. */
function pressureText({ cpu, memory, io }: PressureSummary): string {
  const [ofCpu, ofMemory, ofIo] = [cpu, memory, io].map((ten) => percent(ten?.some10Percent ?? null));
  return `cpu ${ofCpu}, memory ${ofMemory}, io ${ofIo} % of the last 10 s`;
}

function evidenceFact(evidence: Evidence): Fact {
  return ["evidence", evidenceText(evidence)];
}

function sharersText(use: NamespaceUse, names: GroupNames): string {
  const { sharedWith, sharedWithMore = 0 } = use;
  const more = sharedWithMore === 0 ? [] : [`and ${count(sharedWithMore)} more`];
  return [...sharedWith.map((id) => groupName(id, names)), ...more].join(", ");
}

function orUnknown(value: number | null): string {
  return value === null ? UNKNOWN : String(value);
}
