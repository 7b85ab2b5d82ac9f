import type { CustomCommand } from "./custom-command.ts";
import { isPlaceholder, PLACEHOLDERS, placeholdersIn } from "./custom-command-values.ts";

/** What a configuration file says, as far as it can be used. */
export interface ParsedCommands {
  readonly commands: readonly CustomCommand[];
  /** What is wrong with the rest, each with its place in the file. Exact: not yet fit to be shown. */
  readonly mistakes: readonly string[];
}

const SORTS = ["process", "group", "container"] as const;
const FIELDS: readonly string[] = ["name", "help", "on", "argv"];
const MAX_COMMANDS = 100;
const MAX_NAME_CHARACTERS = 40;
const MAX_HELP_CHARACTERS = 200;

/** What is wrong at one place. */
class Mistake extends Error {
  override readonly name = "Mistake";
}

/**
 * Reads the text of a configuration file. A command with a mistake is left out, and the others are used.
 *
 * @param taken - Names that commands have already.
 */
export function parseCustomCommands(text: string, taken: readonly string[]): ParsedCommands {
  const mistakes: string[] = [];
  const commands: CustomCommand[] = [];
  const attempt = <Result>(read: () => Result): Result | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      mistakes.push(error.message);
      return null;
    }
  };
  const entries = attempt(() => entriesOf(text, mistakes)) ?? [];
  for (const [index, entry] of entries.entries()) {
    const names = [...taken, ...commands.map(({ name }) => name)];
    const command = attempt(() => commandOf(entry, `commands[${index}]`, names));
    if (command !== null) commands.push(command);
  }
  return { commands, mistakes };
}

function entriesOf(text: string, mistakes: string[]): readonly unknown[] {
  const { commands = [], ...others } = objectOf(jsonOf(text), "the file");
  for (const name of Object.keys(others)) mistakes.push(`${name}: nothing of that name is known here`);
  if (!Array.isArray(commands)) throw new Mistake("commands: want a list");
  if (commands.length > MAX_COMMANDS) throw new Mistake(`commands: more than ${MAX_COMMANDS}`);
  return commands;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Mistake(`not JSON: ${error.message}`);
  }
}

function commandOf(entry: unknown, place: string, names: readonly string[]): CustomCommand {
  const fields = objectOf(entry, place);
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw new Mistake(`${place}.${unknown}: nothing of that name is known here`);
  const name = textOf(fields["name"], `${place}.name`, MAX_NAME_CHARACTERS);
  if (names.includes(name)) throw new Mistake(`${place}.name: ${JSON.stringify(name)} is another command's`);
  const argv = argumentsOf(fields["argv"], `${place}.argv`);
  const help =
    fields["help"] === undefined
      ? `Run ${argv.join(" ")}`.slice(0, MAX_HELP_CHARACTERS)
      : textOf(fields["help"], `${place}.help`, MAX_HELP_CHARACTERS);
  return { name, help, on: sortsOf(fields["on"], `${place}.on`), argv };
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Mistake(`${place}: want an object in braces`);
}

function textOf(value: unknown, place: string, maxCharacters: number): string {
  if (typeof value === "string" && value.trim() !== "" && value.length <= maxCharacters) return value;
  throw new Mistake(`${place}: want a text of 1 to ${maxCharacters} characters`);
}

function sortsOf(value: unknown, place: string): CustomCommand["on"] {
  const sorts = Array.isArray(value) ? value.map((word) => SORTS.find((sort) => sort === word)) : [];
  const known = sorts.filter((sort) => sort !== undefined);
  if (known.length > 0 && known.length === sorts.length) return known;
  throw new Mistake(`${place}: want a list of some of ${SORTS.join(", ")}`);
}

function argumentsOf(value: unknown, place: string): readonly string[] {
  const words: readonly unknown[] = Array.isArray(value) ? value : [];
  const argv = words.filter((word) => typeof word === "string");
  const [program = ""] = argv;
  if (program === "" || argv.length < words.length) {
    throw new Mistake(`${place}: want a list of a program and its arguments, all of them texts`);
  }
  if (argv.some((argument) => argument.includes("\0")))
    throw new Mistake(`${place}: an argument cannot hold a NUL`);
  if (placeholdersIn(program).length > 0) throw new Mistake(`${place}: the program cannot be a placeholder`);
  if (program.includes("/") && !program.startsWith("/")) {
    throw new Mistake(
      `${place}: the program is neither an absolute path nor a name: ${JSON.stringify(program)}`,
    );
  }
  const unknown = argv.flatMap(placeholdersIn).find((name) => !isPlaceholder(name));
  if (unknown === undefined) return argv;
  const known = Object.keys(PLACEHOLDERS).map((name) => `{${name}}`);
  throw new Mistake(`${place}: {${unknown}} is none of ${known.join(", ")}`);
}
