import type { ContainerLimits, Order } from "../actions/order.ts";
import { type Subject, subjectText } from "../actions/subject.ts";
import type { Group } from "../model/snapshot.ts";
import { bytes } from "../report/format.ts";

/** What an order is done to. */
export function orderSubjects(order: Order): readonly Subject[] {
  return "subjects" in order ? order.subjects : [order.subject];
}

/** The question without its objects: `Send SIGTERM to 3 processes?`. */
export function orderQuestion(order: Order): string {
  return `${orderVerb(order)} ${objectsText(orderSubjects(order))}?`;
}

/** What is being done, until who does it says more: `stop web (4f1c…) …`. */
export function orderProgress(order: Order): string {
  const subjects = orderSubjects(order);
  const [only] = subjects;
  const what = only !== undefined && subjects.length === 1 ? subjectText(only) : objectsText(subjects);
  const verb = orderVerb(order);
  return `${verb.charAt(0).toLowerCase()}${verb.slice(1)} ${what} …`;
}

/** One line of a question: name, id, and the group of a process. */
export function subjectLine(subject: Subject, groups: readonly Group[]): string {
  if (subject.kind === "group") {
    const { kind, engine, image } = subject.group;
    const more = [engine ?? kind, ...(image === null ? [] : [image])];
    return `${subjectText(subject)}  ${more.join(" ")}`;
  }
  const group = groups.find(({ id }) => id === subject.groupId);
  return group === undefined
    ? subjectText(subject)
    : `${subjectText(subject)} of ${subjectText({ kind: "group", group })}`;
}

function orderVerb(order: Order): string {
  switch (order.action) {
    case "signal":
      return `Send ${order.signal} to`;
    case "limits":
      return `${limitsText(order.limits)} for`;
    case "enter":
      return order.namespaces === "all"
        ? "Open a shell inside"
        : `Open this host's shell in the ${order.namespaces.join(", ")} namespace of`;
    case "run":
      return `Run ${order.command.name} on`;
    default:
      return `${order.action.charAt(0).toUpperCase()}${order.action.slice(1)}`;
  }
}

function limitsText({ cpuPercent, memoryBytes }: ContainerLimits): string {
  const parts = [
    ...(cpuPercent === undefined
      ? []
      : [`CPU ${cpuPercent === "max" ? "no limit" : `${Math.round(cpuPercent * 100) / 100} %`}`]),
    ...(memoryBytes === undefined
      ? []
      : [`memory ${memoryBytes === "max" ? "no limit" : bytes(memoryBytes)}`]),
  ];
  return `Set ${parts.join(" and ")}`;
}

function objectsText(subjects: readonly Subject[]): string {
  const [first] = subjects;
  const noun = nounOf(subjects);
  if (subjects.length !== 1 || first === undefined) return `these ${subjects.length} ${plural(noun)}`;
  return `this ${noun}`;
}

function nounOf(subjects: readonly Subject[]): string {
  if (subjects.every(({ kind }) => kind === "process")) return "process";
  const allContainers = subjects.every(
    (subject) => subject.kind === "group" && subject.group.kind === "container",
  );
  return allContainers ? "container" : "group";
}

function plural(noun: string): string {
  return noun.endsWith("s") ? `${noun}es` : `${noun}s`;
}
