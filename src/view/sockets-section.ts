import type { Detail, SocketRow } from "../model/detail.ts";
import { isOfOtherNetwork } from "../model/socket-findings.ts";
import { localText, remoteText } from "../report/network-text.ts";
import { alphabetical, ascending } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** Sockets, listening ones first, then those that a process has open; Enter goes to that process. */
export function socketsSection(detail: Detail): Section<SocketRow> {
  const { rows, empty } = partRows(detail.sockets, "no socket is open");
  const names = new Map((detail.processes ?? []).map(({ pid, comm }) => [pid, comm]));
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b));
  const processName = ({ pid }: SocketRow) => (pid === null ? "-" : (names.get(pid) ?? "-"));
  return {
    title: "Sockets",
    columns: socketColumns(processName),
    rows: sorted,
    empty,
    key: distinctKeys(
      sorted,
      (row) => `socket:${row.protocol} ${localText(row)} ${remoteText(row)} ${row.inode}`,
    ),
    searchText: (row) =>
      `${row.protocol} ${localText(row)} ${remoteText(row)} ${row.state} ${row.pid ?? ""} ${processName(row)} ${row.publishedAs ?? ""}`,
    faulty: isOfOtherNetwork,
    remark: (row) =>
      isOfOtherNetwork(row) ? `its process is in another network namespace, net:${row.ownerNetns}` : null,
    opens: ({ pid }) => (pid === null ? null : { kind: "process", pid }),
    copies: localText,
  };
}

function socketColumns(processName: (row: SocketRow) => string): Readonly<Record<string, Column<SocketRow>>> {
  return {
    protocol: {
      title: "PROTO",
      help: "Protocol",
      width: 5,
      align: "left",
      priority: 0,
      text: ({ protocol }) => protocol,
      compare: alphabetical(({ protocol }) => protocol),
    },
    local: {
      title: "LOCAL",
      help: "Address and port inside; the path of a Unix socket",
      width: 21,
      grow: 1,
      align: "left",
      priority: 0,
      text: localText,
      compare: alphabetical(localText),
    },
    remote: {
      title: "REMOTE",
      help: "Address and port of the other side",
      width: 21,
      grow: 1,
      align: "left",
      priority: 3,
      text: remoteText,
      compare: alphabetical(remoteText),
    },
    state: {
      title: "STATE",
      help: "State as the kernel names it",
      width: 11,
      align: "left",
      priority: 1,
      text: ({ state }) => state,
      style: ({ state }) => (state === "LISTEN" ? { color: "green" } : undefined),
      compare: alphabetical(({ state }) => state),
    },
    published: {
      title: "PUBLISHED AS",
      help: "Address and port of the host that lead here",
      width: 21,
      align: "left",
      priority: 2,
      text: ({ publishedAs }) => publishedAs ?? "",
      style: () => ({ bold: true }),
      compare: alphabetical(({ publishedAs }) => publishedAs ?? ""),
    },
    pid: {
      title: "PID",
      help: "Host pid of a process that has it open",
      width: 7,
      align: "right",
      priority: 2,
      text: ({ pid }) => (pid === null ? "-" : String(pid)),
      compare: ascending(({ pid }) => pid),
    },
    process: {
      title: "PROCESS",
      help: "Name of that process",
      width: 15,
      align: "left",
      priority: 4,
      text: processName,
      compare: alphabetical(processName),
    },
  };
}

function rank({ state, pid }: SocketRow): number {
  if (state === "LISTEN") return 0;
  return pid === null ? 2 : 1;
}
