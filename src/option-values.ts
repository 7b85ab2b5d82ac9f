import { NAMESPACE_TYPES, type NamespaceType } from "./procfs/namespace-link.ts";
import { GROUP_BY, type GroupBy, isGroupBy } from "./report/group-by.ts";
import { isSortColumn, SORT_COLUMNS, type SortColumnName } from "./report/select-groups.ts";
import { UsageError } from "./usage-error.ts";

/** The shortest time between two samples. */
export const MIN_DELAY_SECONDS = 0.1;

/** Seconds from `MIN_DELAY_SECONDS` to 60; one by default. @throws {UsageError} */
export function delayOf(text = "1"): number {
  const seconds = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= MIN_DELAY_SECONDS && seconds <= 60) return seconds;
  throw new UsageError(`--delay ${quoted(text)} is no number of seconds from 0.1 to 60`);
}

/** A whole number from 1; `null` where none is given. @throws {UsageError} */
export function countOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--count ${quoted(text)} is no whole number from 1`);
}

/** What rows are put under headings by. @throws {UsageError} */
export function groupOf(text: string = GROUP_BY[0]): GroupBy {
  if (isGroupBy(text)) return text;
  throw new UsageError(`--group ${quoted(text)} is none of ${GROUP_BY.join(", ")}`);
}

/** A column; `null` for the command's own order. @throws {UsageError} */
export function sortOf(text: string | undefined): SortColumnName | null {
  if (text === undefined) return null;
  if (isSortColumn(text)) return text;
  throw new UsageError(`--sort ${quoted(text)} is none of ${Object.keys(SORT_COLUMNS).join(", ")}`);
}

/** A namespace type; `null` for all. @throws {UsageError} */
export function typeOf(text: string | undefined): NamespaceType | null {
  if (text === undefined) return null;
  const type = NAMESPACE_TYPES.find((name) => name === text);
  if (type !== undefined) return type;
  throw new UsageError(`--type ${quoted(text)} is none of ${NAMESPACE_TYPES.join(", ")}`);
}

/** URL of a socket of this machine. @throws {UsageError} */
export function endpointOf(text: string): string {
  if (/^unix:\/\/\/./.test(text)) return text;
  throw new UsageError(`--engine ${quoted(text)} is no socket of this machine: give unix:///PATH`);
}

/** As JSON: what was typed may hold anything. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
