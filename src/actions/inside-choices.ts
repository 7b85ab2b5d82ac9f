import type { ActionChoice } from "./action-choice.ts";
import type { EnterableNamespace } from "./order.ts";
import type { Subject } from "./subject.ts";

/** Namespaces in which the host's own tools are of use, and what for. */
const TOOL_CHOICES: readonly {
  readonly type: EnterableNamespace;
  readonly title: string;
  readonly help: string;
  readonly key: string | null;
}[] = [
  {
    type: "net",
    title: "Host's shell in its network",
    help: "A shell with this host's files and tools, such as ip, ss and curl, in the network of the row",
    key: "H",
  },
  {
    type: "pid",
    title: "Host's shell among its pids",
    help: "A shell with this host's tools, such as ps, that sees the row's processes under their own pids",
    key: null,
  },
  {
    type: "ipc",
    title: "Host's shell in its IPC",
    help: "A shell with this host's tools, such as ipcs, that sees the row's queues, semaphores and shared memory",
    key: null,
  },
  {
    type: "uts",
    title: "Host's shell with its hostname",
    help: "A shell with this host's tools, such as hostname, in the row's UTS namespace",
    key: null,
  },
];

/** The shells that can be had in namespaces of the subject. */
export function insideChoices(subject: Subject): readonly ActionChoice[] {
  const shell: ActionChoice = {
    id: "enter",
    title: "Shell inside",
    help: "A shell of the container's own, in all of its namespaces and with its files",
    key: "S",
    asks: "nothing",
    order: () => ({ action: "enter", subject, namespaces: "all", command: null }),
  };
  const tools = TOOL_CHOICES.filter(({ type }) => isInside(subject, type)).map(
    ({ type, title, help, key }): ActionChoice => ({
      id: `enter-${type}`,
      title,
      help,
      key,
      asks: "nothing",
      order: () => ({ action: "enter", subject, namespaces: [type], command: null }),
    }),
  );
  return isInside(subject, "mnt") ? [shell, ...tools] : tools;
}

/** Whether it is in a namespace that is not the host's, as far as that is known: of a process only by what it is part of. */
function isInside(subject: Subject, type: EnterableNamespace | "mnt"): boolean {
  if (subject.kind === "process")
    return subject.groupId !== "host" && !subject.groupId.startsWith("service:");
  const { kind, leaderPid, namespaces } = subject.group;
  return kind !== "host" && leaderPid !== null && namespaces[type].sharedWithHost === false;
}
