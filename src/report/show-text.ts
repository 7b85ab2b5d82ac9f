import type { MountFacts, RouteFacts } from "../collector/detail-sample.ts";
import type { InterfaceRow, ProcessRow, Show, SocketRow } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { bytes, count, duration, percent, rate, secondsBetween, UNKNOWN } from "./format.ts";
import { groupName, groupNames, shortId } from "./group-text.ts";
import { hostMountsText, hostText, optionsText, rootFileSystemText, sourceText } from "./mount-text.ts";
import { cgroupRootText, clockText, domainnameText, hostnameText } from "./namespace-text.ts";
import { addressesText, localText, peerText, remoteText } from "./network-text.ts";
import { issueNotes } from "./notes.ts";
import { commandText, insidePids, userText } from "./process-text.ts";
import { factSection, type ReportSection, tableSection } from "./report-section.ts";
import { groupSection, namespacesSection } from "./show-group.ts";
import { ipcSections } from "./show-ipc.ts";
import { limitsSections } from "./show-limits.ts";
import { securitySections } from "./show-security.ts";
import { usersSections } from "./show-users.ts";
import { type Paper, printable, type TextColumn } from "./text-table.ts";
import { treeBranches } from "./tree-branches.ts";

/**
 * What `nstop show TARGET` prints: everything the drill-down knows, a section each. Ends with a line feed.
 *
 * @param snapshot Of about the same time: ages are reckoned to it, and groups are called by their names in it.
 */
export function showText(show: Show, snapshot: Snapshot, paper: Paper): string {
  const sections: readonly ReportSection[] = [
    groupSection(show.group, snapshot, paper),
    membersSection(show, snapshot, paper),
    namespacesSection(show.group, snapshot, paper),
    processesSection(show.processes, snapshot.takenAt, paper),
    hostnameSection(show, paper),
    rootsSection(show, paper),
    tableSection("INTERFACES", INTERFACE_COLUMNS, show.interfaces, paper),
    tableSection("ROUTES", ROUTE_COLUMNS, show.routes, paper),
    tableSection("SOCKETS", SOCKET_COLUMNS, listenersFirst(show), paper),
    tableSection("MOUNTS", MOUNT_COLUMNS, show.mounts, paper),
    ...limitsSections(show, paper),
    ...ipcSections(show, paper),
    ...usersSections(show, snapshot, paper),
    ...securitySections(show, paper),
    issuesSection(show, paper),
  ];
  const filled = sections.filter((section) => section.length > 0);
  return `${filled.map((section) => section.join("\n")).join("\n\n")}\n`;
}

const INTERFACE_COLUMNS: readonly TextColumn<InterfaceRow>[] = [
  { title: "NAME", text: ({ name }) => name },
  { title: "KIND", text: ({ kind }) => kind },
  { title: "STATE", text: ({ state }) => state },
  { title: "MAC", text: ({ mac }) => mac ?? UNKNOWN },
  { title: "MTU", align: "right", text: ({ mtu }) => (mtu === null ? UNKNOWN : String(mtu)) },
  { title: "RX TOTAL", align: "right", text: ({ receiveBytes }) => bytes(receiveBytes) },
  { title: "TX TOTAL", align: "right", text: ({ transmitBytes }) => bytes(transmitBytes) },
  { title: "RX", align: "right", text: ({ receiveBytesPerSecond }) => rate(receiveBytesPerSecond) },
  { title: "TX", align: "right", text: ({ transmitBytesPerSecond }) => rate(transmitBytesPerSecond) },
  { title: "DROPS", align: "right", text: (row) => count(row.receiveDropped + row.transmitDropped) },
  { title: "ERRORS", align: "right", text: (row) => count(row.receiveErrors + row.transmitErrors) },
  { title: "ADDRESSES", text: addressesText },
  { title: "OTHER END", text: peerText },
];

const ROUTE_COLUMNS: readonly TextColumn<RouteFacts>[] = [
  { title: "DESTINATION", text: ({ destination }) => destination },
  { title: "GATEWAY", text: ({ gateway }) => gateway ?? UNKNOWN },
  { title: "INTERFACE", text: (route) => route.interface },
  { title: "METRIC", align: "right", text: ({ metric }) => String(metric) },
];

const SOCKET_COLUMNS: readonly TextColumn<SocketRow>[] = [
  { title: "PROTO", text: ({ protocol }) => protocol },
  { title: "LOCAL", shrinks: true, text: localText },
  { title: "REMOTE", text: remoteText },
  { title: "STATE", text: ({ state }) => state },
  { title: "PID", align: "right", text: ({ pid }) => (pid === null ? UNKNOWN : String(pid)) },
  { title: "PUBLISHED AS", text: ({ publishedAs }) => publishedAs ?? "" },
];

const MOUNT_COLUMNS: readonly TextColumn<MountFacts>[] = [
  { title: "MOUNT POINT", shrinks: true, text: ({ mountPoint }) => mountPoint },
  { title: "TYPE", text: ({ fsType }) => fsType },
  { title: "SOURCE", shrinks: true, text: sourceText },
  {
    title: "ON HOST",
    text: hostText,
    paint: (mount) => (hostText(mount) === "writable" ? "yellow" : undefined),
  },
  { title: "PROPAGATION", text: ({ propagation }) => propagation },
  { title: "OPTIONS", shrinks: true, text: optionsText },
];

/** Who has a process in the namespace that was asked for; of other targets nothing. */
function membersSection({ groupIds }: Show, { groups }: Snapshot, paper: Paper): ReportSection {
  if (groupIds.length === 0) return [];
  const names = groupNames(groups);
  return tableSection<string>(
    "GROUPS IN IT",
    [
      { title: "NAME", text: (id) => groupName(id, names) },
      { title: "ID", text: shortId },
    ],
    groupIds,
    paper,
  );
}

function processesSection(processes: readonly ProcessRow[], takenAt: string, paper: Paper): ReportSection {
  const branches = treeBranches(
    processes.map(({ depth }) => depth),
    paper.ascii,
  );
  const rows = processes.map((process, at) => ({ ...process, branch: branches[at] ?? "" }));
  return tableSection<ProcessRow & { readonly branch: string }>(
    "PROCESSES",
    [
      { title: "PID", align: "right", text: ({ pid }) => String(pid) },
      { title: "INSIDE", align: "right", text: ({ namespacePids }) => insidePids(namespacePids) },
      { title: "USER", text: userText },
      { title: "S", text: ({ state }) => state },
      { title: "CPU%", align: "right", text: ({ cpuPercent }) => percent(cpuPercent) },
      { title: "MEM", align: "right", text: ({ residentBytes }) => bytes(residentBytes) },
      { title: "THREADS", align: "right", text: ({ threads }) => count(threads) },
      {
        title: "UP",
        align: "right",
        text: ({ startedAt }) => duration(secondsBetween(startedAt, takenAt)),
      },
      { title: "COMMAND", shrinks: true, text: (row) => row.branch + commandText(row) },
    ],
    rows,
    paper,
  );
}

/** What can be reached from outside is looked for first. */
function listenersFirst({ sockets }: Show): readonly SocketRow[] | null {
  return sockets?.toSorted((a, b) => Number(b.state === "LISTEN") - Number(a.state === "LISTEN")) ?? null;
}

function hostnameSection({ uts }: Show, paper: Paper): ReportSection {
  if (uts === null) return tableSection("HOSTNAME", [], null, paper);
  return factSection(
    "HOSTNAME",
    [
      ["hostname", hostnameText(uts)],
      ["domain name", domainnameText(uts)],
    ],
    paper,
  );
}

/** Where its trees begin, and how its clocks go. */
function rootsSection({ mounts, cgroupRoots, clocks }: Show, paper: Paper): ReportSection {
  return factSection(
    "ROOTS AND CLOCKS",
    [
      ["root file system", (mounts && rootFileSystemText(mounts)) ?? UNKNOWN],
      ["mounts of the host", (mounts && hostMountsText(mounts)) ?? UNKNOWN],
      ["cgroup root", cgroupRoots === null ? UNKNOWN : cgroupRootText(cgroupRoots)],
      ["boot clock", clocks === null ? UNKNOWN : clockText(clocks.boottimeSeconds)],
      ["monotonic clock", clocks === null ? UNKNOWN : clockText(clocks.monotonicSeconds)],
    ],
    paper,
  );
}

function issuesSection({ issues }: Show, paper: Paper): ReportSection {
  if (issues.length === 0) return [];
  return [printable("ISSUES", paper, "bold"), ...issueNotes(issues, paper)];
}
