import type { Group } from "../model/snapshot.ts";
import type { ActionChoice } from "./action-choice.ts";
import type { EngineAction } from "./order.ts";
import type { GroupSubject } from "./subject.ts";

/** What the engine is asked to do: the states in which it can be, and how the menu calls it. */
const ENGINE_CHOICES: readonly (Pick<ActionChoice, "title" | "help"> & {
  readonly action: EngineAction;
  readonly states: readonly string[];
})[] = [
  {
    action: "pause",
    states: ["running"],
    title: "Pause",
    help: "The engine makes every process of the container stand still, memory kept",
  },
  {
    action: "unpause",
    states: ["paused"],
    title: "Unpause",
    help: "The engine lets the paused container go on",
  },
  {
    action: "stop",
    states: ["running", "paused", "restarting"],
    title: "Stop",
    help: "The engine asks the container to end, and kills it when it does not within its time, mostly 10 s",
  },
  {
    action: "restart",
    states: ["running", "paused", "restarting"],
    title: "Restart",
    help: "The engine stops the container as above and starts it again",
  },
  {
    action: "kill",
    states: ["running", "paused"],
    title: "Kill",
    help: "The engine ends the container at once, without asking it",
  },
  {
    action: "remove",
    states: ["created", "running", "paused", "restarting", "exited", "dead"],
    title: "Remove",
    help: "The engine deletes the container and what was written in it, killing it first; it cannot be undone",
  },
];

/** Whether an engine can be asked about the group: its container, known to an engine that speaks Docker's API. */
export function hasEngine({ engine, engineEndpoint, containerId }: Group): boolean {
  return (engine === "docker" || engine === "podman") && engineEndpoint !== null && containerId !== null;
}

/** What the engine can be asked to do with all of them. */
export function engineChoices(subjects: readonly GroupSubject[]): readonly ActionChoice[] {
  return ENGINE_CHOICES.filter(({ states }) =>
    subjects.every(({ group }) => hasEngine(group) && states.includes(group.state ?? "")),
  ).map(({ action, title, help }) => ({
    id: action,
    title,
    help,
    key: null,
    asks: "nothing",
    order: () => ({ action, subjects }),
  }));
}

/** Other limits, where all of them have an engine that can change them. */
export function limitsChoice(subjects: readonly GroupSubject[]): readonly ActionChoice[] {
  if (!subjects.every(({ group }) => hasEngine(group) && group.state !== "removing")) return [];
  return [
    {
      id: "limits",
      title: "Change limits",
      help: "The engine changes how much CPU and memory the container may use, while it runs",
      key: null,
      asks: "limits",
      order: ({ limits = {} }) => ({ action: "limits", subjects, limits }),
    },
  ];
}
