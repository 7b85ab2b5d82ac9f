import { Buffer } from "node:buffer";

/**
 * All that nstop says to a terminal beside text. Blinking, hiding, links, titles and questions are not among it, so that a
 * name which holds such a sequence is told from nstop's own.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const OWN_SEQUENCES: readonly RegExp[] = [
  /\x1b\[(?:0|1|2|7|22|27|39|3[1-6]|90)m/, // looks, of src/view/theme.ts
  /\x1b\[\d+G|\x1b\[2?K/, // columns, and the rest of a line; a line, which is what Deno says before it runs a program
  /\x1b\[\d*[AE]/, // lines
  /\x1b\[(?:\d+;\d+)?H|\x1b\[[02]?J|\x1b[78]/, // a whole frame, and one of another size
  /\x1b\[\?(?:25|1049|2004|2026)[hl]/, // cursor, screen, pasted text, a frame at once
  /\x1b\[\?u|\x1b\[[<>]\d*u|\x1b\[c/, // the kitty keyboard
  /\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07/, // the clipboard
  /\r?\n|\r/,
];

const OWN = new RegExp(OWN_SEQUENCES.map(({ source }) => source).join("|"), "g");

/** Controls, format characters, bytes that are no text, marks heaped on a letter. */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]|\p{M}{5}/gu;

/** How much is shown before and after what was found. */
const AROUND = 20;

/** What a terminal was sent that is neither nstop's own nor harmless text, each with what is around it, readable. */
export function strangeIn(output: string): readonly string[] {
  const text = output.replaceAll(OWN, "");
  const found = Array.from(text.matchAll(HOSTILE), ({ index }) =>
    JSON.stringify(text.slice(Math.max(0, index - AROUND), index + AROUND)),
  );
  return [...new Set(found)];
}

/** What it was asked to put on the clipboard. */
export function copiedIn(output: string): readonly string[] {
  return Array.from(output.matchAll(/\x1b\]52;c;([A-Za-z0-9+/=]*)\x07/g), ([, base64 = ""]) =>
    Buffer.from(base64, "base64").toString(),
  );
}

/** From the first time that the alternate screen is on until the last time that it is left. */
export function fullScreenOutput(output: string): string {
  return output.slice(output.indexOf("\x1b[?1049h"), output.lastIndexOf("\x1b[?1049l"));
}
