/** The commands of this version. `ui` is the one without a word of its own. */
export type CommandName =
  | "ui"
  | "list"
  | "show"
  | "namespaces"
  | "stream"
  | "doctor"
  | "signal"
  | "freeze"
  | "thaw"
  | "enter"
  | "completion";

interface CommandEntry {
  readonly syntax: string;
  readonly does: string;
}

/** One option, as every table of them has it. */
export interface OptionEntry {
  readonly short?: string;
  /** What stands for its value in the help text; an option without one is a switch. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly help: string;
  readonly commands: readonly CommandName[];
  /** What nstop tells itself, not what a person does. */
  readonly hidden?: true;
}

export const COMMANDS: Readonly<Record<CommandName, CommandEntry>> = {
  ui: { syntax: "nstop [TARGET]", does: "the live view, or straight the drill-down into TARGET" },
  list: { syntax: "nstop list", does: "one snapshot as a table, JSON or CSV" },
  show: { syntax: "nstop show TARGET", does: "all that the drill-down knows, as text or JSON" },
  namespaces: {
    syntax: "nstop namespaces [TARGET]",
    does: "every namespace, or TARGET's: who is in it, what keeps it alive",
  },
  stream: { syntax: "nstop stream", does: "JSON Lines of snapshots, one per interval" },
  doctor: {
    syntax: "nstop doctor",
    does: "what this user, kernel and engine let nstop see, and how to get the rest",
  },
  signal: { syntax: "nstop signal TARGET SIGNAL", does: "send a signal to a process, or to a group's first" },
  freeze: { syntax: "nstop freeze TARGET", does: "make a group stand still, by its cgroup" },
  thaw: { syntax: "nstop thaw TARGET", does: "let it go on" },
  enter: {
    syntax: "nstop enter TARGET [-- COMMAND]",
    does: "a shell with this host's tools in its network; see --all",
  },
  completion: { syntax: "nstop completion SHELL", does: "completions for bash, zsh or fish" },
};

/** The shells that `nstop completion` knows. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** Words that later versions know: until then they are not taken for targets by mistake. */
export const LATER_COMMANDS: readonly string[] = ["record", "replay"];

const ACTING = ["signal", "freeze", "thaw", "enter"] as const;
const EVERY = [
  "ui",
  "list",
  "show",
  "namespaces",
  "stream",
  "doctor",
  "signal",
  "freeze",
  "thaw",
  "enter",
  "completion",
] as const;
const SAMPLING = ["ui", "list", "show", "stream"] as const;
const FOR_PEOPLE = ["ui", "list", "show", "namespaces", "doctor"] as const;
const OVERVIEWS = ["ui", "list"] as const;

export const OPTIONS = {
  engine: {
    value: "URL",
    repeatable: true,
    help: "unix:///PATH to ask instead of the well-known ones; repeatable",
    commands: EVERY,
  },
  "no-engine": { help: "ask no engine: containers are shown by their ids", commands: EVERY },
  help: { short: "h", help: "print this", commands: EVERY },
  version: { short: "V", help: "print the version", commands: EVERY },
  delay: { short: "d", value: "SECONDS", help: "between two samples, 0.1 to 60; 1", commands: SAMPLING },
  group: { short: "g", value: "BY", help: "put rows under headings by BY", commands: OVERVIEWS },
  filter: {
    short: "f",
    value: "TEXT",
    help: "only rows that hold TEXT; !TEXT: that do not",
    commands: ["ui", "list", "namespaces"],
  },
  sort: { short: "s", value: "COLUMN", help: "by a column such as cpu, memory, name", commands: OVERVIEWS },
  reverse: { short: "r", help: "the other way round", commands: OVERVIEWS },
  ascii: { help: "no characters beyond ASCII", commands: FOR_PEOPLE },
  "no-color": { short: "C", help: "no colours, as with NO_COLOR in the environment", commands: FOR_PEOPLE },
  tree: { short: "t", help: "rows below the ones that contain them", commands: ["ui", "namespaces"] },
  type: {
    value: "TYPE",
    help: "only mnt, uts, pid, ipc, net, user, cgroup or time",
    commands: ["namespaces"],
  },
  deep: {
    help: "look at every descriptor and ask lsns, however long it takes",
    commands: ["namespaces"],
  },
  "read-only": { help: "no actions", commands: ["ui", ...ACTING] },
  yes: { short: "y", help: "ask nothing, but for a word that has to be typed", commands: ACTING },
  net: { help: "in its network namespace; what is entered when none is named", commands: ["enter"] },
  pid: { help: "in its pid namespace, with a /proc of it", commands: ["enter"] },
  ipc: { help: "in its ipc namespace", commands: ["enter"] },
  uts: { help: "in its uts namespace: its hostname", commands: ["enter"] },
  all: {
    help: "in all of its namespaces, with its own files and shell",
    commands: ["enter"],
  },
  json: { help: "as JSON", commands: ["list", "show", "namespaces", "doctor"] },
  csv: { help: "as comma-separated values", commands: ["list"] },
  count: { value: "N", help: "end after N snapshots", commands: ["stream"] },
  events: {
    help: "also a line for each thing that happens to namespaces and containers",
    commands: ["stream"],
  },
  wants: { help: "take orders on standard input", commands: ["stream"], hidden: true },
  probe: { help: "look at what nstop can see", commands: ["stream"], hidden: true },
  survey: { help: "look for namespaces only", commands: ["stream"], hidden: true },
  relations: { help: "ask lsns as well", commands: ["stream"], hidden: true },
  descriptors: { help: "look at every descriptor", commands: ["stream"], hidden: true },
  "at-once": { help: "wait for nothing before the first line", commands: ["stream"], hidden: true },
  skip: { value: "PATH", repeatable: true, help: "a file that hangs", commands: ["stream"], hidden: true },
} as const satisfies Readonly<Record<string, OptionEntry>>;

export type OptionName = keyof typeof OPTIONS;

/** One row of the tables of commands and options. */
export interface UsageRow {
  readonly syntax: string;
  readonly does: string;
}

/** Options that the same commands take. */
export interface OptionTable {
  readonly commands: readonly CommandName[];
  readonly rows: readonly UsageRow[];
}

/** The commands, as README and the help text list them. */
export function commandTable(): readonly UsageRow[] {
  return Object.values(COMMANDS);
}

/** The options, as README and the help text list them. */
export function optionTables(): readonly OptionTable[] {
  const entries: readonly [string, OptionEntry][] = Object.entries(OPTIONS);
  const shown = entries.filter(([, { hidden }]) => hidden !== true);
  const byCommands = Map.groupBy(shown, ([, { commands }]) => commands.join());
  return Array.from(byCommands.values(), (some) => ({
    commands: some[0]?.[1].commands ?? [],
    rows: some.map(([name, entry]) => optionRow(name, entry)),
  }));
}

/** What `nstop --help` prints. */
export function usageText(): string {
  return `${[
    "nstop: top for Linux namespaces and containers",
    "",
    ...lines(commandTable()),
    ...optionTables().flatMap(({ commands, rows }) => ["", heading(commands), ...lines(rows)]),
    "",
    "TARGET  a container's name, id or the beginning of one; a PID; TYPE:INODE such as net:4026531840.",
    "        After -- any word is a TARGET: nstop -- list",
    "SIGNAL  such as TERM, SIGKILL or 9",
    "BY      container, engine, project, pod, cgroup, service;",
    "        or a namespace: mnt, uts, ipc, pid, net, user, cgroupns, time",
    "Exit codes: 0 done, 1 it failed, 2 wrong usage; of enter those of COMMAND",
  ].join("\n")}\n`;
}

function optionRow(name: string, { short, value, help }: OptionEntry): UsageRow {
  const shortForm = short === undefined ? "    " : `-${short}, `;
  return { syntax: `${shortForm}--${name}${value === undefined ? "" : ` ${value}`}`, does: help };
}

function heading(commands: readonly CommandName[]): string {
  if (commands.length === EVERY.length) return "Options:";
  return `Options of ${commands.map((command) => (command === "ui" ? "the live view" : command)).join(", ")}:`;
}

function lines(rows: readonly UsageRow[]): readonly string[] {
  return rows.map(({ syntax, does }) => `  ${syntax.padEnd(21)}  ${does}`);
}
