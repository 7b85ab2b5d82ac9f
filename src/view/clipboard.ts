import { Buffer } from "node:buffer";

/** What terminals take at most; longer texts are cut rather than refused. */
const MAX_BYTES = 72_000;

/**
 * The sequence that asks a terminal to put `text` on the clipboard. Nothing says whether it did.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html "Ps = 5 2"
 */
export function clipboardSequence(text: string): string {
  const bytes = Buffer.from(text, "utf8").subarray(0, MAX_BYTES);
  return `\x1b]52;c;${bytes.toString("base64")}\x07`;
}
