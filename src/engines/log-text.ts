import type { LogEntry } from "./log-entry.ts";

/** Characters of a line that are kept. */
export const MAX_LOG_CHARACTERS = 4096;

/** Bytes of a line that are looked at: enough for as many characters as are kept, of four bytes each. */
export const MAX_LOG_BYTES = 4 * MAX_LOG_CHARACTERS;

/** What programs colour their lines with: nstop has its own colours. */
const COLOURS = /\x1b\[[\d;:]*m/g;

/** Terminals stop at every eighth cell unless told otherwise. */
const TAB_CELLS = 8;

/**
 * The text of a line as it is shown, but for what {@link import("../host/text.ts").visible} sees to.
 *
 * @param decoded - What a program wrote; it may hold anything but line feeds.
 * @param wasLonger - It has been cut already.
 */
export function logText(decoded: string, wasLonger: boolean): Pick<LogEntry, "text" | "isCut"> {
  const plain = decoded.includes("\x1b") ? decoded.replace(COLOURS, "") : decoded;
  // A terminal's line ends with both.
  const ended = plain.endsWith("\r") ? plain.slice(0, -1) : plain;
  const text = ended.includes("\t") ? withoutTabs(ended) : ended;
  const isCut = wasLonger || text.length > MAX_LOG_CHARACTERS;
  return { text: text.length > MAX_LOG_CHARACTERS ? cut(text) : text, isCut };
}

/** Never between the two halves of a character. */
function cut(text: string): string {
  const last = text.charCodeAt(MAX_LOG_CHARACTERS - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_LOG_CHARACTERS - 1 : MAX_LOG_CHARACTERS);
}

function withoutTabs(text: string): string {
  let expanded = "";
  for (const [index, part] of text.split("\t").entries()) {
    if (index > 0) expanded += " ".repeat(TAB_CELLS - (expanded.length % TAB_CELLS));
    expanded += part;
  }
  return expanded;
}
