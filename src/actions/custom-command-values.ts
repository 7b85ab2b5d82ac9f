import { type Subject, subjectText } from "./subject.ts";

/** What can stand in an argument of a command, and is put there from the row that it is run on. */
export const PLACEHOLDERS = {
  pid: "the process, or the first one of the group, on the host",
  name: "of the row; of a process its command name",
  comm: "command name of a process",
  id: "of the group, as nstop list --json has it; of a process that of its group",
  containerId: "the engine's whole id",
  image: "of the container",
  cgroupPath: "of the group, without the mount point",
  netns: "a file that is its network namespace, for as long as the command runs",
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;

/** What is put in the place of each; `null` where it is not known of the subject. */
export type CommandValues = Readonly<Record<Placeholder, string | null>>;

/** A word in braces; braces around anything else are the command's own. */
const PLACEHOLDER = /\{([A-Za-z]+)\}/g;

/** Those that an argument holds, known or not. */
export function placeholdersIn(argument: string): readonly string[] {
  return Array.from(argument.matchAll(PLACEHOLDER), ([, name = ""]) => name);
}

export function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name);
}

/**
 * The values of a subject.
 *
 * @param netns - Path of its network namespace.
 */
export function commandValues(subject: Subject, netns: string | null): CommandValues {
  if (subject.kind === "process") {
    const { pid, name, groupId } = subject;
    const unknown = { containerId: null, image: null, cgroupPath: null };
    return { ...unknown, pid: String(pid), name, comm: name, id: groupId === "" ? null : groupId, netns };
  }
  const { leaderPid, name, id, containerId, image, cgroupPath } = subject.group;
  return {
    pid: leaderPid === null ? null : String(leaderPid),
    name,
    comm: null,
    id,
    containerId,
    image,
    cgroupPath,
    netns,
  };
}

/**
 * Puts the values into a command's arguments: each stays one argument, whatever is in it.
 *
 * @returns Why not, where a value is not known, or would be taken for an option.
 */
export function fillArguments(
  argv: readonly string[],
  values: CommandValues,
  subject: Subject,
): { readonly argv: readonly string[] } | { readonly refusal: string } {
  const filled: string[] = [];
  for (const argument of argv) {
    const names = placeholdersIn(argument).filter(isPlaceholder);
    const unknown = names.find((name) => values[name] === null || values[name] === "");
    if (unknown !== undefined) return { refusal: `${subjectText(subject)} has no {${unknown}}` };
    const text = argument.replace(PLACEHOLDER, (whole, name: string) =>
      isPlaceholder(name) ? (values[name] ?? whole) : whole,
    );
    if (text.startsWith("-") && !argument.startsWith("-")) {
      return { refusal: `${JSON.stringify(text)} would be taken for an option` };
    }
    filled.push(text);
  }
  return { argv: filled };
}
