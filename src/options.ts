import { parseArgs } from "node:util";
import { enterWords, signalWords } from "./action-words.ts";
import type { EnterableNamespace } from "./actions/order.ts";
import type { SignalName } from "./actions/signal-name.ts";
import { nearNames } from "./model/near-names.ts";
import { countOf, delayOf, endpointOf, groupOf, sortOf, typeOf } from "./option-values.ts";
import type { NamespaceType } from "./procfs/namespace-link.ts";
import type { GroupBy } from "./report/group-by.ts";
import type { SortColumnName } from "./report/select-groups.ts";
import {
  COMMANDS,
  type CommandName,
  LATER_COMMANDS,
  OPTIONS,
  type OptionName,
  SHELLS,
  type Shell,
} from "./usage.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line means. */
export interface Options {
  readonly command: CommandName | "help" | "version";
  readonly target: string | null;
  readonly delaySeconds: number;
  readonly group: GroupBy;
  readonly filter: string;
  /** `null`: the command's own order. */
  readonly sort: SortColumnName | null;
  readonly reverse: boolean;
  readonly tree: boolean;
  readonly format: "text" | "json" | "csv";
  /** `null`: for ever. */
  readonly count: number | null;
  /** URLs of the engines to ask; `null`: the well-known ones. */
  readonly endpoints: readonly string[] | null;
  /** Ask engines at all. */
  readonly engines: boolean;
  readonly readOnly: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
  /** `null`: every type. */
  readonly type: NamespaceType | null;
  readonly events: boolean;
  readonly wants: boolean;
  /** Look for namespaces once, and at nothing else. */
  readonly survey: boolean;
  /** Look at what nstop has to do with here, and at nothing else. */
  readonly probe: boolean;
  /** Look for namespaces everywhere, however long it takes. */
  readonly deep: boolean;
  /** Ask `lsns` what plain reading does not tell, even where it takes its time. */
  readonly relations: boolean;
  /** Look at the descriptors of every process, even where it takes its time. */
  readonly descriptors: boolean;
  readonly atOnce: boolean;
  readonly skip: readonly string[];
  /** What `nstop signal` sends; `null` for every other command. */
  readonly signal: SignalName | null;
  /** What `nstop enter` enters. */
  readonly namespaces: "all" | readonly EnterableNamespace[];
  /** What `nstop enter` runs; `null`: a shell. */
  readonly argv: readonly string[] | null;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** What the words of a command line mean. */
interface Meant extends Pick<Options, "target" | "signal" | "argv"> {
  readonly command: CommandName;
}

const NO_WORDS = { target: null, signal: null, argv: null } as const;

/** Namespaces that the host's own tools can be run in. */
const ENTERABLE = ["net", "pid", "ipc", "uts"] as const satisfies readonly EnterableNamespace[];

/** Options as they were given: all values of each, in order; a switch has the value "". */
type Given = ReadonlyMap<OptionName, readonly string[]>;

/**
 * Reads a command line.
 *
 * @param args - Without the program's own name.
 * @throws {UsageError}
 */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Options {
  const { given, words, forced } = readTokens(args);
  for (const command of ["help", "version"] as const) {
    if (given.has(command)) return { ...optionsOf(new Map(), environment), ...NO_WORDS, command };
  }
  const meant = commandOf(words, forced);
  const { command } = meant;
  for (const name of given.keys()) refuseMisplaced(name, command);
  refuseBoth(given, "json", "csv");
  refuseBoth(given, "engine", "no-engine");
  for (const type of ENTERABLE) refuseBoth(given, "all", type);
  refuseActing(given, command);
  return { ...optionsOf(given, environment), ...meant };
}

function optionsOf(
  given: Given,
  environment: Readonly<Record<string, string | undefined>>,
): Omit<Options, keyof Meant> {
  const last = (name: OptionName) => given.get(name)?.at(-1);
  return {
    delaySeconds: delayOf(last("delay")),
    group: groupOf(last("group")),
    filter: last("filter") ?? "",
    sort: sortOf(last("sort")),
    reverse: given.has("reverse"),
    tree: given.has("tree"),
    format: given.has("json") ? "json" : given.has("csv") ? "csv" : "text",
    count: countOf(last("count")),
    endpoints: given.get("engine")?.map(endpointOf) ?? null,
    engines: !given.has("no-engine"),
    readOnly: given.has("read-only"),
    ascii: given.has("ascii"),
    color: !given.has("no-color") && (environment["NO_COLOR"] ?? "") === "",
    type: typeOf(last("type")),
    events: given.has("events"),
    wants: given.has("wants"),
    survey: given.has("survey"),
    probe: given.has("probe"),
    deep: given.has("deep"),
    relations: given.has("relations"),
    descriptors: given.has("descriptors"),
    atOnce: given.has("at-once"),
    skip: given.get("skip") ?? [],
    namespaces: namespacesOf(given),
    yes: given.has("yes"),
  };
}

/** Takes the arguments apart. Words after `--` are never commands. */
function readTokens(args: readonly string[]) {
  const { tokens } = parseArgs({ args: [...args], options: parserOptions(), strict: false, tokens: true });
  const given = new Map<OptionName, string[]>();
  const words: string[] = [];
  const forced: string[] = [];
  let ended = false;
  for (const token of tokens) {
    if (token.kind === "option-terminator") ended = true;
    else if (token.kind === "positional") (ended ? forced : words).push(token.value);
    else {
      const name = knownName(token.name, token.rawName);
      given.set(name, [...(given.get(name) ?? []), givenValue(name, token.value)]);
    }
  }
  return { given, words, forced };
}

function parserOptions() {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([name, option]) => [
      name,
      {
        type: "value" in option ? ("string" as const) : ("boolean" as const),
        ...("short" in option && { short: option.short }),
      },
    ]),
  );
}

function knownName(name: string, rawName: string): OptionName {
  if (Object.hasOwn(OPTIONS, name)) return name as OptionName;
  const [near] = nearNames(name, Object.keys(OPTIONS));
  const advice = near === undefined ? "nstop --help lists them" : `did you mean --${near}?`;
  throw new UsageError(`unknown option ${rawName}; ${advice}`);
}

function givenValue(name: OptionName, value: string | undefined): string {
  const option = OPTIONS[name];
  if ("value" in option) {
    if (value === undefined) throw new UsageError(`--${name} wants a value: --${name} ${option.value}`);
    return value;
  }
  if (value !== undefined) throw new UsageError(`--${name} takes no value`);
  return "";
}

function commandOf(words: readonly string[], forced: readonly string[]): Meant {
  const [first = ""] = words;
  if (LATER_COMMANDS.includes(first)) {
    throw new UsageError(`"nstop ${first}" is not in this version; nstop --help lists what is`);
  }
  const command = isCommandWord(first) ? first : "ui";
  if (command === "enter") return { command, ...enterWords(words.slice(1), forced) };
  if (command === "signal") return { command, ...signalWords([...words.slice(1), ...forced]) };
  const [target = null, ...more] = [...(command === "ui" ? words : words.slice(1)), ...forced];
  const { syntax } = COMMANDS[command];
  if (more.length > 0) throw new UsageError(`one TARGET at most: ${syntax}`);
  if (target === null && (command === "show" || command === "freeze" || command === "thaw")) {
    throw new UsageError(`what to ${command} is missing: ${syntax}`);
  }
  if (command === "completion") shellOf(target);
  if (target !== null && (command === "list" || command === "stream" || command === "doctor")) {
    throw new UsageError(`"nstop ${command}" takes no TARGET; "nstop show ${target}" does`);
  }
  return { ...NO_WORDS, command, target };
}

/**
 * The shell that `nstop completion` is for.
 *
 * @throws {UsageError}
 */
export function shellOf(target: string | null): Shell {
  const shell = SHELLS.find((name) => name === target);
  if (shell !== undefined) return shell;
  const wrong =
    target === null ? "which shell is missing" : `${JSON.stringify(target)} is no shell that nstop knows`;
  throw new UsageError(`${wrong}: ${SHELLS.map((name) => `nstop completion ${name}`).join(", ")}`);
}

function isCommandWord(word: string): word is Exclude<CommandName, "ui"> {
  return word !== "ui" && Object.hasOwn(COMMANDS, word);
}

function refuseMisplaced(name: OptionName, command: CommandName): void {
  const commands: readonly CommandName[] = OPTIONS[name].commands;
  if (commands.includes(command)) return;
  const places = commands.map((place) => COMMANDS[place].syntax).join(" and ");
  throw new UsageError(`--${name} does not go with ${COMMANDS[command].syntax}, only with ${places}`);
}

/** An action is what a person who says so does not want. */
function refuseActing(given: Given, command: CommandName): void {
  if (command === "ui" || !given.has("read-only")) return;
  throw new UsageError(`--read-only refuses "nstop ${command}", which is an action; leave one of them out`);
}

function refuseBoth(given: Given, a: OptionName, b: OptionName): void {
  if (given.has(a) && given.has(b))
    throw new UsageError(`--${a} and --${b} exclude each other; leave one out`);
}

function namespacesOf(given: Given): Options["namespaces"] {
  if (given.has("all")) return "all";
  const named = ENTERABLE.filter((type) => given.has(type));
  return named.length === 0 ? ["net"] : named;
}
