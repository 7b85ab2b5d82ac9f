import type { Show } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { exactJson } from "../stream/exact-json.ts";

/** What `nstop list --json` and `nstop show --json` print: one exact, indented document that ends with a line feed. */
export function jsonText(value: Snapshot | Show): string {
  return `${exactJson(value, 2)}\n`;
}
