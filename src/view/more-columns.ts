import { bytes, count, percent, UNKNOWN } from "../report/format.ts";
import { shortId } from "../report/group-text.ts";
import { compareGroups, type SortColumnName } from "../report/select-groups.ts";
import { alphabetical, ascending, descending } from "./compare.ts";
import type { OverviewRow } from "./overview-rows.ts";
import type { Column } from "./section.ts";

type Entry = Column<OverviewRow>;

/** Columns of the overview that are shown only when a person chooses them. */
export const MORE_COLUMNS: Readonly<Record<string, Entry>> = {
  kind: {
    ...text(
      "KIND",
      "container, namespace (a bare set of namespaces), service or host",
      9,
      ({ group }) => group.kind,
    ),
    compare: by("kind"),
  },
  image: text("IMAGE", "Image that the container was made from", 20, ({ group }) => group.image),
  compose: text("COMPOSE", "Compose project and service", 18, ({ group: { compose } }) =>
    compose === null ? null : `${compose.project}/${compose.service}`,
  ),
  pod: text("POD", "Kubernetes namespace and pod", 22, ({ group: { pod } }) =>
    pod === null ? null : `${pod.namespace}/${pod.name}`,
  ),
  health: text("HEALTH", "What its health check says", 9, ({ group }) => group.health),
  ports: text("PORTS", "Ports of the host that lead to it", 24, ({ group }) => group.ports.join(" ") || null),
  restarts: number("RESTARTS", "Times the engine has restarted it", ({ group }) => group.restartCount),
  throttled: {
    ...number("THROTTLED%", "Share of CPU periods in which it was held back", throttledPercent, percent),
    compare: by("throttled"),
  },
  "memory-anonymous": number(
    "ANON",
    "Memory that no file stands behind",
    ({ group }) => group.memory.anonymousBytes,
    bytes,
  ),
  "oom-kills": number(
    "OOM",
    "Processes the kernel killed for want of memory",
    ({ group }) => group.memory.oomKills,
  ),
  "pressure-cpu": pressure("PSI CPU", "cpu"),
  "pressure-memory": pressure("PSI MEM", "memory"),
  "pressure-io": pressure("PSI IO", "io"),
  processes: {
    ...number("PROCS", "Processes", ({ group }) => group.processes),
    compare: by("processes"),
  },
  threads: { ...number("THREADS", "Threads", ({ group }) => group.threads), compare: by("threads") },
  leader: {
    title: "LEADER",
    help: "Host pid of its topmost process",
    width: 7,
    align: "right",
    priority: 0,
    hidden: true,
    text: ({ group }) => (group.leaderPid === null ? UNKNOWN : String(group.leaderPid)),
    compare: ascending(({ group }) => group.leaderPid),
  },
  id: text("ID", "Id of the container or group, as engines shorten it", 12, ({ group }) =>
    shortId(group.containerId ?? group.id),
  ),
  cgroup: text("CGROUP", "Path of its own control group", 24, ({ group }) => group.cgroupPath),
};

/** A column of words: it grows where there is room. */
function text(title: string, help: string, width: number, value: (row: OverviewRow) => string | null): Entry {
  return {
    title,
    help,
    width,
    grow: 1,
    maxWidth: 64,
    align: "left",
    priority: 0,
    hidden: true,
    text: (row) => value(row) ?? UNKNOWN,
    compare: alphabetical((row) => value(row) ?? ""),
  };
}

function number(
  title: string,
  help: string,
  value: (row: OverviewRow) => number | null,
  format: (value: number | null) => string = count,
): Entry {
  return {
    title,
    help,
    width: Math.max(6, title.length),
    align: "right",
    priority: 0,
    hidden: true,
    text: (row) => format(value(row)),
    compare: descending(value),
  };
}

/** Pressure stall information of one resource. */
function pressure(title: string, resource: "cpu" | "memory" | "io"): Entry {
  const help = `Percent of the last 10 s in which some of its tasks waited for ${resource === "io" ? "I/O" : resource}`;
  return number(title, help, ({ group }) => group.pressure?.[resource]?.some10Percent ?? null, percent);
}

function throttledPercent({ group }: OverviewRow): number | null {
  return group.cpu.throttledPercent;
}

function by(column: SortColumnName) {
  const compare = compareGroups(column);
  return (a: OverviewRow, b: OverviewRow) => compare(a.group, b.group);
}
