import type { HostReader } from "../host/host-reader.ts";
import type { Judgement } from "./actor.ts";
import { judgementOf } from "./concern.ts";
import { groupConcerns, whyNoEngine } from "./guard-group.ts";
import { signalConcerns } from "./guard-signal.ts";
import type { BackgroundOrder, ContainerLimits } from "./order.ts";
import type { GroupSubject } from "./subject.ts";

/** Looks at the host for what there is against an order: nothing of it is done, and no engine is waited for. */
export function judgeBackground(reader: HostReader, order: BackgroundOrder): Judgement {
  if (order.subjects.length === 0) return { kind: "refused", reason: "there is nothing to do it to" };
  if (order.action === "signal") return judgementOf(signalConcerns(reader, order.subjects, order.signal));
  if (order.action === "limits") return judgeLimits(order.subjects, order.limits);
  return judgementOf(groupConcerns(reader, order.subjects, order.action));
}

function judgeLimits(
  subjects: readonly GroupSubject[],
  { cpuPercent, memoryBytes }: ContainerLimits,
): Judgement {
  const noEngine = subjects.map(whyNoEngine).find((reason) => reason !== null);
  if (noEngine !== undefined) return { kind: "refused", reason: noEngine };
  if (cpuPercent === undefined && memoryBytes === undefined) {
    return { kind: "refused", reason: "no limit was given that would change" };
  }
  if (isNoAmount(cpuPercent)) return { kind: "refused", reason: "a CPU limit is more than 0 %" };
  if (isNoAmount(memoryBytes) || (typeof memoryBytes === "number" && !Number.isInteger(memoryBytes))) {
    return { kind: "refused", reason: "a memory limit is a whole number of bytes, more than 0" };
  }
  const isTight =
    typeof memoryBytes === "number" && subjects.some((subject) => isBelowUse(subject, memoryBytes));
  return {
    kind: "ask",
    warning: isTight ? "that is less memory than is in use: processes may be killed for want of it" : null,
  };
}

function isNoAmount(amount: number | "max" | undefined): boolean {
  return typeof amount === "number" && !(Number.isFinite(amount) && amount > 0);
}

function isBelowUse({ group }: GroupSubject, bytes: number): boolean {
  return group.memory.workingSetBytes !== null && bytes < group.memory.workingSetBytes;
}
