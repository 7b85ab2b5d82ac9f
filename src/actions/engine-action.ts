import { availableParallelism, totalmem } from "node:os";
import { parseContainerId } from "../engines/container-id.ts";
import { type ContainerOrder, ContainerOrders } from "../engines/container-orders.ts";
import type { ControlledContainer } from "../engines/controlled-container.ts";
import { EngineFailure } from "../engines/engine-failure.ts";
import { parseEndpoint } from "../engines/parse-endpoint.ts";
import { visible } from "../host/text.ts";
import type { Outcome } from "./actor.ts";
import { DOING, engineName, exitText, notDoneText, STOP_SECONDS, whyIdle } from "./engine-words.ts";
import { dockerPlan, podmanPlan } from "./limits-plan.ts";
import type { ContainerLimits } from "./order.ts";
import { type GroupSubject, subjectText } from "./subject.ts";

/** What an engine may take for an order that waits for nothing but itself, unless a test says otherwise. */
const ORDER_MILLISECONDS = 30_000;

/** One that waits for ever for its container to stop is not waited for longer than this. */
const MAX_STOP_SECONDS = 600;

/** What telling an engine needs beside the container. */
export interface EngineContext {
  /** Progress, in plain words. */
  readonly tell: (progress: string) => void;
  /** What an engine may take for an order that waits for nothing but itself. */
  readonly orderMilliseconds?: number | undefined;
}

/** An engine's container that something is done to. */
interface Target {
  readonly subject: GroupSubject;
  readonly who: string;
  readonly id: string;
  readonly engine: string;
  readonly orders: ContainerOrders;
  readonly orderMilliseconds: number;
}

/** Has a container's engine do something to it. */
export function orderContainer(
  subject: GroupSubject,
  order: ContainerOrder,
  context: EngineContext,
): Promise<Outcome> {
  return answered(subject, order, context, async (target, now) => {
    const { who, id, engine, orders } = target;
    const idle = whyIdle(order, now);
    if (idle !== null) return done(target, `${who} ${idle}: nothing was done`);
    try {
      const answer = await orders.tell(id, order, milliseconds(target, order, now));
      if (order === "remove") return done(target, `${who} is removed`);
      if (answer === "already") return done(target, `${who} had stopped already`);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return failed(target, notDoneText(`${DOING[order]} ${who}`, engine, error));
    }
    return afterwards(target, order, now);
  });
}

/** Has a container's engine change its limits. */
export function limitContainer(
  subject: GroupSubject,
  limits: ContainerLimits,
  context: EngineContext,
): Promise<Outcome> {
  return answered(subject, "limits", context, async (target, now) => {
    try {
      const said =
        subject.group.engine === "podman"
          ? await limitPodman(target, limits)
          : await limitDocker(target, limits, now);
      return done(target, `limits of ${target.who} are now: ${said.join(", ")}`);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return failed(target, notDoneText(`${DOING.limits} ${target.who}`, target.engine, error));
    }
  });
}

async function limitDocker(
  { id, orders, orderMilliseconds }: Target,
  limits: ContainerLimits,
  now: ControlledContainer,
): Promise<readonly string[]> {
  const isAskedForCpus = limits.cpuPercent === "max" && now.limits.nanoCpus > 0;
  const cpus = isAskedForCpus ? await orders.cpus() : null;
  const capacity = { cpus: cpus ?? availableParallelism(), memoryBytes: totalmem() };
  const { update, said } = dockerPlan(limits, now.limits, capacity);
  if (Object.keys(update).length > 0) await orders.update(id, update, orderMilliseconds);
  return said;
}

/** Podman 4 forgets new limits when the container starts again; what it says afterwards tells. */
async function limitPodman(
  { id, orders, orderMilliseconds }: Target,
  limits: ContainerLimits,
): Promise<readonly string[]> {
  const { update, said } = podmanPlan(limits);
  await orders.updatePodman(id, update, orderMilliseconds);
  const after = await unlessFailed(orders.inspect(id));
  const isKept =
    after === null ||
    ((update.cpu === undefined || (after.limits.cpuQuota || -1) === update.cpu.quota) &&
      (update.memory === undefined || (after.limits.memory || -1) === update.memory.limit));
  return isKept ? said : [...said, "until its next start, at which its engine forgets it"];
}

/** Asks the engine about the container and goes on if it has it; puts in words what keeps it from that. */
async function answered(
  subject: GroupSubject,
  order: ContainerOrder | "limits",
  context: EngineContext,
  act: (target: Target, now: ControlledContainer) => Promise<Outcome>,
): Promise<Outcome> {
  const target = targetOf(subject, context);
  if ("reason" in target) return { subject, done: false, message: target.reason };
  const { who, id, engine, orders } = target;
  const since = performance.now();
  const progress = setInterval(() => {
    context.tell(`${DOING[order]} ${who}: ${Math.round((performance.now() - since) / 1000)} s`);
  }, 1000);
  try {
    const now = await orders.inspect(id);
    if (now !== null) return await act(target, now);
    const message = `${who} is gone: ${engine} has no such container any more`;
    return order === "remove" ? done(target, message) : failed(target, message);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return failed(target, `${engine} ${visible(error.message)}; nothing was done to ${who}`);
  } finally {
    clearInterval(progress);
  }
}

function targetOf(
  subject: GroupSubject,
  { orderMilliseconds = ORDER_MILLISECONDS }: EngineContext,
): Target | { readonly reason: string } {
  const { containerId, engineEndpoint, engine } = subject.group;
  const who = subjectText(subject);
  if (containerId === null || engineEndpoint === null) return { reason: `${who} has no engine that answers` };
  try {
    const { socketPath } = parseEndpoint(engineEndpoint);
    const id = parseContainerId(containerId);
    const orders = new ContainerOrders(socketPath);
    return { subject, who, id, engine: engineName(engine), orders, orderMilliseconds };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { reason: `${who} cannot be asked for: ${visible(error.message)}` };
  }
}

function milliseconds(
  { orderMilliseconds }: Target,
  order: ContainerOrder,
  { stopSeconds }: ControlledContainer,
): number {
  if (order !== "stop" && order !== "restart") return orderMilliseconds;
  const seconds = stopSeconds === null ? STOP_SECONDS : stopSeconds < 0 ? MAX_STOP_SECONDS : stopSeconds;
  return Math.min(seconds, MAX_STOP_SECONDS) * 1000 + orderMilliseconds;
}

/** What came of it, by what the engine says when it is done. */
async function afterwards(
  target: Target,
  order: ContainerOrder,
  before: ControlledContainer,
): Promise<Outcome> {
  const { who, id, orders } = target;
  if (order === "pause") return done(target, `${who} is paused`);
  if (order === "unpause") return done(target, `${who} is unpaused and goes on`);
  const after = await unlessFailed(orders.inspect(id));
  if (order === "restart") {
    return done(target, `${who} is started again${after?.pid ? `, as pid ${after.pid}` : ""}`);
  }
  const ended = order === "stop" ? "has stopped" : "is killed";
  if (after === null) return done(target, `${who} ${ended}`);
  if (after.state === "restarting" || (after.state === "running" && after.pid !== before.pid)) {
    return done(
      target,
      `${who} ${ended}, and its engine starts it again, as it was made to (restart policy)`,
    );
  }
  if (after.state === "running") {
    return failed(target, `${who} was told to end and has not yet: look at its processes`);
  }
  return done(target, `${who} ${ended}${order === "stop" ? exitText(after) : ""}`);
}

/** That it is done is known; how it went is not worth an error. */
async function unlessFailed(
  answer: Promise<ControlledContainer | null>,
): Promise<ControlledContainer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof EngineFailure) return null;
    throw error;
  }
}

function done({ subject }: Target, message: string): Outcome {
  return { subject, done: true, message };
}

function failed({ subject }: Target, message: string): Outcome {
  return { subject, done: false, message };
}
