import { paint, type Style } from "./theme.ts";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const FULL = "█";

/** How full something is from which on it is looked at with concern. */
const HIGH_PERCENT = 70;
const CRITICAL_PERCENT = 90;

/** A bar between two edges, such as `▕██████▎   ▏`, `cells` wide with them; empty when `percent` is not known. */
export function bar(percent: number | null, cells: number): string {
  const room = Math.max(0, cells - 2);
  const eighths = Math.round((Math.min(Math.max(percent ?? 0, 0), 100) / 100) * room * EIGHTHS.length);
  // An eighth alone looks like the edge.
  const part = eighths % EIGHTHS.length === 1 ? 2 : eighths % EIGHTHS.length;
  const filled = FULL.repeat(Math.floor(eighths / EIGHTHS.length)) + (EIGHTHS[part] ?? "");
  return `▕${paint(filled, fullness(percent))}${" ".repeat(room - filled.length)}▏`;
}

/** How a share of something that runs out looks. */
export function fullness(percent: number | null): Style | undefined {
  if (percent === null) return undefined;
  if (percent >= CRITICAL_PERCENT) return { color: "red" };
  return { color: percent >= HIGH_PERCENT ? "yellow" : "green" };
}
