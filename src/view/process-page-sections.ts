import type { Issue } from "../collector/sample.ts";
import type { Detail, ProcessPage, ProcessRow } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { bytes, percent } from "../report/format.ts";
import { commandText, insidePids } from "../report/process-text.ts";
import { capabilitiesSection } from "./capabilities-section.ts";
import { alphabetical, ascending } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import { type Fact, factsSection } from "./facts-section.ts";
import { namespaceLinksSection } from "./namespaces-sections.ts";
import { NOT_READABLE, partRows, READING } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

type Item<List> = NonNullable<List> extends readonly (infer Element)[] ? Element : never;
type CgroupRow = Item<ProcessPage["cgroups"]>;
type LimitRow = Item<ProcessPage["limits"]>;
type FileRow = Item<ProcessPage["files"]>;

/** Everything of one process; its environment only where it was asked for. */
export function processPageSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  const { process } = detail;
  if (process === undefined || process === null) {
    return [factsSection("Process", [], process === undefined ? READING : NOT_READABLE)];
  }
  const row = detail.processes?.find(({ pid }) => pid === process.pid);
  return [
    factsSection("Process", processFacts(process, row)),
    namespaceLinksSection(process.sharing, snapshot),
    ...(detail.environment === undefined ? [] : [environmentSection(detail.environment, detail.issues)]),
    capabilitiesSection(process),
    cgroupsSection(process),
    limitsSection(process),
    filesSection(process),
  ];
}

function processFacts(process: ProcessPage, row: ProcessRow | undefined): Fact[] {
  const { uids, gids, groups, seccomp, noNewPrivileges } = process;
  return [
    { name: "pid", value: String(process.pid) },
    { name: "pid inside", value: process.namespacePids === null ? "-" : insidePids(process.namespacePids) },
    ...(row === undefined
      ? []
      : [
          { name: "command", value: commandText(row) },
          { name: "state", value: row.state },
          { name: "CPU", value: `${percent(row.cpuPercent)} %` },
          { name: "resident memory", value: bytes(row.residentBytes) },
        ]),
    { name: "executable", value: process.executable ?? "-" },
    { name: "directory", value: process.workingDirectory ?? "-" },
    { name: "user ids", value: idsText(uids) },
    { name: "group ids", value: idsText(gids) },
    { name: "other groups", value: groups === null ? "-" : groups.join(" ") || "none" },
    { name: "seccomp", value: seccomp === null ? "-" : (SECCOMP_MODES[seccomp] ?? String(seccomp)) },
    { name: "no new privileges", value: noNewPrivileges === null ? "-" : noNewPrivileges ? "yes" : "no" },
    { name: "security module", value: process.lsm ?? "-" },
    { name: "OOM score", value: process.oomScore === null ? "-" : String(process.oomScore) },
  ];
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
const SECCOMP_MODES = ["off", "strict", "filter"] as const;

/** The kernel's order is real, effective, saved, file system; one number when they are the same. */
function idsText(ids: readonly number[] | null): string {
  if (ids === null) return "-";
  if (new Set(ids).size === 1) return String(ids[0]);
  return ID_NAMES.map((name, index) => `${name} ${ids[index] ?? "-"}`).join("  ");
}

const ID_NAMES = ["real", "effective", "saved", "file system"] as const;

function cgroupsSection({ cgroups }: ProcessPage): Section<CgroupRow> {
  return {
    title: "Cgroups",
    columns: CGROUP_COLUMNS,
    ...partRows(cgroups, "in no cgroup"),
    key: ({ controllers }) => `cgroup:${controllers}`,
    searchText: ({ controllers, path }) => `${controllers} ${path}`,
    copies: ({ path }) => path,
  };
}

const CGROUP_COLUMNS: Readonly<Record<string, Column<CgroupRow>>> = {
  controllers: {
    title: "CONTROLLERS",
    help: "Controllers of a v1 hierarchy; v2 is the one without",
    width: 18,
    align: "left",
    priority: 0,
    text: ({ controllers }) => controllers || "v2",
    compare: alphabetical(({ controllers }) => controllers),
  },
  path: {
    title: "PATH",
    help: "Path of the cgroup in that hierarchy",
    width: 20,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ path }) => path,
    compare: alphabetical(({ path }) => path),
  },
};

function limitsSection({ limits }: ProcessPage): Section<LimitRow> {
  return {
    title: "Limits",
    columns: LIMIT_COLUMNS,
    ...partRows(limits, "no limits"),
    key: ({ name }) => `limit:${name}`,
    searchText: ({ name }) => name,
    copies: ({ soft }) => soft,
  };
}

const LIMIT_COLUMNS: Readonly<Record<string, Column<LimitRow>>> = {
  name: {
    title: "LIMIT",
    help: "What is limited",
    width: 26,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    compare: alphabetical(({ name }) => name),
  },
  soft: {
    title: "SOFT",
    help: "What is in force",
    width: 11,
    align: "right",
    priority: 0,
    text: ({ soft }) => soft,
  },
  hard: {
    title: "HARD",
    help: "What the process may raise it to",
    width: 11,
    align: "right",
    priority: 1,
    text: ({ hard }) => hard,
  },
  units: {
    title: "UNIT",
    help: "Unit of both",
    width: 10,
    align: "left",
    priority: 2,
    text: ({ units }) => units,
  },
};

function filesSection({ files }: ProcessPage): Section<FileRow> {
  return {
    title: "Open files",
    columns: FILE_COLUMNS,
    ...partRows(files, "no file is open"),
    key: ({ descriptor }) => `file:${descriptor}`,
    searchText: ({ target }) => target,
    copies: ({ target }) => target,
  };
}

const FILE_COLUMNS: Readonly<Record<string, Column<FileRow>>> = {
  descriptor: {
    title: "FD",
    help: "Descriptor number",
    width: 6,
    align: "right",
    priority: 0,
    text: ({ descriptor }) => String(descriptor),
    compare: ascending(({ descriptor }) => descriptor),
  },
  target: {
    title: "FILE",
    help: "File, pipe or socket that it leads to",
    width: 20,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ target }) => target,
    compare: alphabetical(({ target }) => target),
  },
};

/** `NAME=VALUE` strings as facts; a name that is there twice is kept twice. */
function environmentSection(environment: readonly string[] | null, issues: readonly Issue[]): Section<Fact> {
  const facts = environment?.map((entry) => {
    const [name = "", ...value] = entry.split("=");
    return { name, value: value.join("=") };
  });
  const { rows, empty } = partRows(environment === null ? null : facts, "its environment is empty");
  const hangs = issues.some(({ code, path }) => code === "hangs" && path.endsWith("/environ"));
  return {
    ...factsSection(
      "Environment",
      rows,
      environment === null && hangs ? "not known: reading it hangs" : empty,
    ),
    key: distinctKeys(rows, ({ name }) => `environment:${name}`),
  };
}
