import type { Namespaces, Show } from "../model/detail.ts";
import type { Doctor } from "../model/doctor.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { exactJson } from "../stream/exact-json.ts";

/** What a command prints with `--json`: one exact, indented document that ends with a line feed. */
export function jsonText(value: Snapshot | Show | Namespaces | Doctor): string {
  return `${exactJson(value, 2)}\n`;
}
