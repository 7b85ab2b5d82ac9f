import { DETAIL_PARTS } from "../collector/detail-sample.ts";
import { visible } from "../host/text.ts";
import { SCHEMA_VERSION } from "../model/snapshot.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";
import { exactJson } from "./exact-json.ts";
import type { ShortLine } from "./line-changes.ts";
import type { EventLine, HeartbeatLine, LogBundleLine, SamplerOrder } from "./protocol.ts";

/** A line of a sampler: what it stands for may be told only with the line before. */
export type WireLine = ShortLine | EventLine | HeartbeatLine | LogBundleLine;

/** A line that holds none of these has no string in it that {@link visible} would change. */
const NEEDS_CARE = /[^\x20-\x7e]|\\[bfnrtu]/;

/** One line of JSON, line feed included. */
export function encodeLine(line: WireLine | SamplerOrder): string {
  return `${exactJson(line)}\n`;
}

/**
 * Reads a line of a sampler.
 *
 * @throws {SyntaxError} If it is neither a snapshot nor an event, a log or a heartbeat.
 */
export function decodeLine(text: string): WireLine {
  return wireLine(JSON.parse(text));
}

/**
 * Reads a line of a sampler, for showing: every string in it has been made {@link visible}.
 *
 * @throws {SyntaxError} If it is neither a snapshot nor an event, a log or a heartbeat.
 */
export function decodeVisibleLine(text: string): WireLine {
  return NEEDS_CARE.test(text) ? wireLine(JSON.parse(text, makeVisible)) : decodeLine(text);
}

/**
 * Reads a line of whoever started this sampler.
 *
 * @throws {SyntaxError} If it is not an order.
 */
export function decodeOrder(text: string): SamplerOrder {
  const order: unknown = JSON.parse(text);
  if (!isOrder(order)) throw new SyntaxError("not an order for the sampler");
  return order;
}

function wireLine(line: unknown): WireLine {
  if (!isWireLine(line)) {
    throw new SyntaxError("neither a snapshot of this version nor an event, a log or a heartbeat");
  }
  return line;
}

function makeVisible(_key: string, value: unknown): unknown {
  return typeof value === "string" ? visible(value) : value;
}

/** The program at the other end is this same one: only what tells its lines from anything else is checked. */
function isWireLine(line: unknown): line is WireLine {
  if (!isObject(line)) return false;
  if ("heartbeat" in line) return typeof line.heartbeat === "number";
  if ("event" in line) return isEvent(line.event);
  if ("log" in line) return isLogBundle(line.log);
  return (
    "schemaVersion" in line &&
    line.schemaVersion === SCHEMA_VERSION &&
    "takenAt" in line &&
    typeof line.takenAt === "string" &&
    "groups" in line &&
    Array.isArray(line.groups)
  );
}

function isEvent(event: unknown): boolean {
  return (
    isObject(event) &&
    "kind" in event &&
    typeof event.kind === "string" &&
    "at" in event &&
    typeof event.at === "string" &&
    "sentence" in event &&
    typeof event.sentence === "string"
  );
}

function isLogBundle(log: unknown): boolean {
  return (
    isObject(log) &&
    "groupId" in log &&
    typeof log.groupId === "string" &&
    "lines" in log &&
    Array.isArray(log.lines)
  );
}

function isOrder(order: unknown): order is SamplerOrder {
  if (!isObject(order)) return false;
  if ("closing" in order) return order.closing === true;
  if ("anew" in order) return order.anew === true;
  if ("terminal" in order) return isTerminal(order.terminal);
  return (
    "detail" in order &&
    (order.detail === null || isWantedDetail(order.detail)) &&
    (!("delaySeconds" in order) || isDelay(order.delaySeconds)) &&
    (!("onScreen" in order) || isOnScreen(order.onScreen)) &&
    (!("logs" in order) || isLogRequest(order.logs)) &&
    (!("now" in order) || typeof order.now === "boolean")
  );
}

function isLogRequest(logs: unknown): boolean {
  return logs === null || (isObject(logs) && "groupId" in logs && typeof logs.groupId === "string");
}

function isOnScreen(ids: unknown): boolean {
  return ids === null || (Array.isArray(ids) && ids.every((id) => typeof id === "string"));
}

/** The same range as the option's. */
function isDelay(seconds: unknown): boolean {
  return typeof seconds === "number" && seconds >= 0.1 && seconds <= 60;
}

function isTerminal(terminal: unknown): boolean {
  return (
    isObject(terminal) &&
    "path" in terminal &&
    typeof terminal.path === "string" &&
    "settings" in terminal &&
    typeof terminal.settings === "string"
  );
}

function isWantedDetail(detail: unknown): boolean {
  return (
    isObject(detail) &&
    "target" in detail &&
    isTarget(detail.target) &&
    "parts" in detail &&
    Array.isArray(detail.parts) &&
    detail.parts.every((part) => DETAIL_PARTS.includes(part))
  );
}

function isTarget(target: unknown): boolean {
  if (!isObject(target) || !("kind" in target)) return false;
  if (target.kind === "group") return "groupId" in target && typeof target.groupId === "string";
  if (target.kind === "host") return true;
  if (target.kind === "process") return "pid" in target && Number.isInteger(target.pid);
  return (
    target.kind === "namespace" &&
    "type" in target &&
    NAMESPACE_TYPES.some((type) => type === target.type) &&
    "inode" in target &&
    Number.isInteger(target.inode)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
