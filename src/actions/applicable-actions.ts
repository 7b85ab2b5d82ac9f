import type { Group } from "../model/snapshot.ts";
import type { ActionChoice } from "./action-choice.ts";
import { engineChoices, hasEngine, limitsChoice } from "./container-choices.ts";
import type { CustomCommand } from "./custom-command.ts";
import { insideChoices } from "./inside-choices.ts";
import type { SignalName } from "./signal-name.ts";
import type { GroupSubject, ProcessSubject, Subject } from "./subject.ts";

/** Sent where a person named no other. */
const DEFAULT_SIGNAL: SignalName = "SIGTERM";

/**
 * What can be done to the subjects: each action that applies to every one of them, in the order of the menu.
 *
 * @param commands - Of nstop and of the configuration file.
 */
export function applicableActions(
  subjects: readonly Subject[],
  commands: readonly CustomCommand[],
): readonly ActionChoice[] {
  if (subjects.length === 0) return [];
  const groups = subjects.filter((subject) => subject.kind === "group");
  const areGroups = groups.length === subjects.length;
  const [only] = subjects.length === 1 ? subjects : [];
  return [
    ...signalChoice(subjects),
    ...(areGroups ? [...freezerChoice(groups), ...engineChoices(groups), ...limitsChoice(groups)] : []),
    ...(only === undefined ? [] : [...insideChoices(only), ...commandChoices(only, commands)]),
  ];
}

/** Whether the group can have a cgroup that is wholly its own: only containers and services do. */
export function hasOwnCgroup({ kind, cgroupPath }: Group): boolean {
  return (kind === "container" || kind === "service") && cgroupPath !== null && cgroupPath !== "/";
}

/** The process that a signal to `subject` goes to; `null` where there is none or it is not known. */
export function signalled(subject: Subject): ProcessSubject | null {
  if (subject.kind === "process") return subject;
  const { kind, id, name, leaderPid, leaderStartTicks } = subject.group;
  if (kind === "host" || leaderPid === null || leaderStartTicks === null) return null;
  return {
    kind: "process",
    pid: leaderPid,
    startTicks: leaderStartTicks,
    name: `first process of ${name}`,
    groupId: id,
  };
}

function signalChoice(subjects: readonly Subject[]): readonly ActionChoice[] {
  const processes = subjects.flatMap((subject) => signalled(subject) ?? []);
  if (processes.length < subjects.length) return [];
  const isGroup = subjects.some(({ kind }) => kind === "group");
  return [
    {
      id: "signal",
      title: isGroup ? "Signal its first process" : "Signal",
      help: isGroup
        ? "Send any signal to the first process of the row, by the kernel and not by its engine"
        : "Send any signal, such as SIGTERM to end it or SIGKILL to end it at once",
      key: "x",
      asks: "signal",
      order: ({ signal = DEFAULT_SIGNAL }) => ({ action: "signal", subjects: processes, signal }),
    },
  ];
}

function freezerChoice(subjects: readonly GroupSubject[]): readonly ActionChoice[] {
  // What its engine has paused is the engine's to unpause: it would go on believing that it stands still.
  const isOurs = subjects.every(
    ({ group }) => hasOwnCgroup(group) && !(group.state === "paused" && hasEngine(group)),
  );
  if (!isOurs) return [];
  if (subjects.every(({ group }) => group.frozen === true)) {
    return [
      {
        id: "thaw",
        title: "Thaw",
        help: "Let what is frozen go on where it stood",
        key: "z",
        asks: "nothing",
        order: () => ({ action: "thaw", subjects }),
      },
    ];
  }
  if (!subjects.every(({ group }) => group.frozen === false)) return [];
  return [
    {
      id: "freeze",
      title: "Freeze",
      help: "Make every process of the row stand still by its cgroup, memory kept; no engine is needed",
      key: "z",
      asks: "nothing",
      order: () => ({ action: "freeze", subjects }),
    },
  ];
}

function commandChoices(subject: Subject, commands: readonly CustomCommand[]): readonly ActionChoice[] {
  return commands
    .filter(({ on, argv }) => on.some((sort) => isOfSort(subject, sort)) && !lacksNetwork(argv, subject))
    .map((command) => ({
      id: `run:${command.name}`,
      title: command.name,
      help: command.help,
      key: null,
      asks: "nothing",
      order: () => ({ action: "run", subject, command }),
    }));
}

function isOfSort(subject: Subject, sort: CustomCommand["on"][number]): boolean {
  if (sort === "process") return subject.kind === "process";
  return subject.kind === "group" && (sort === "group" || subject.group.kind === "container");
}

/** Whether a command is for a network namespace of the subject's own, and it has none. */
function lacksNetwork(argv: readonly string[], subject: Subject): boolean {
  if (subject.kind === "process" || subject.group.namespaces.net.sharedWithHost !== true) return false;
  return argv.some((argument) => argument.includes("{netns}"));
}
