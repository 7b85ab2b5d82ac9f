import { paint, type Style } from "./theme.ts";

const MATCH: Style = { color: "yellow", bold: true };

/**
 * A text with all places painted where it holds what a filter looks for, upper and lower case alike, and the rest as
 * `style` says. What an inverse filter leaves holds none.
 */
export function highlight(text: string, filter: string, style: Style | undefined): string {
  const wanted = filter.toLowerCase();
  const lower = text.toLowerCase();
  // A few characters are longer in lower case: then the places are others.
  if (wanted === "" || filter.startsWith("!") || lower.length !== text.length) return paint(text, style);
  let painted = "";
  let start = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, start)) {
    painted += paint(text.slice(start, at), style) + paint(text.slice(at, at + wanted.length), MATCH);
    start = at + wanted.length;
  }
  return painted + paint(text.slice(start), style);
}
