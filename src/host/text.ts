import { Buffer } from "node:buffer";

/** How many combining marks one grapheme may bear before the rest are only counted. */
const MAX_MARKS = 4;

/** An invalid byte `0xNN` is kept as the lone surrogate `U+DC00 + 0xNN`, which valid text never holds. */
const BYTE_SURROGATES = 0xdc00;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Control, format, bidi and zero-width characters, line separators, lone surrogates; or too many marks. */
const HOSTILE = new RegExp(
  `([\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}])|(\\p{M}{${MAX_MARKS}})(\\p{M}+)`,
  "gu",
);

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\x1b": "\\e",
};

/**
 * Makes text of bytes that the host chose. Lossless: {@link encodeText} gives the same bytes back.
 *
 * @returns UTF-8 decoded; each invalid byte `0xNN` is the lone surrogate `U+DC00 + 0xNN`.
 */
export function decodeText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return text.includes("\ufffd") ? decodeInvalid(bytes) : text;
}

/** The bytes that {@link decodeText} made `text` of. */
export function encodeText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  return Buffer.concat(
    Array.from(text, (character) => {
      const byte = (character.codePointAt(0) ?? 0) - BYTE_SURROGATES;
      return byte >= 0x80 && byte <= 0xff ? Buffer.of(byte) : Buffer.from(character, "utf8");
    }),
  );
}

/**
 * Makes every character visible that could move the cursor, hide, reorder or pretend: `\e`, `\n`, `\x9b`,
 * `<U+202E>`, `\xff` (a byte that is not UTF-8), and `<+12 marks>` for marks heaped on one grapheme.
 *
 * @returns `text` itself when there is nothing to escape.
 */
export function visible(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(HOSTILE, (_match, character?: string, kept?: string, dropped?: string) =>
    character === undefined ? `${kept}<+${[...(dropped ?? "")].length} marks>` : escapeCharacter(character),
  );
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const byte =
    code >= BYTE_SURROGATES + 0x80 && code <= BYTE_SURROGATES + 0xff ? code - BYTE_SURROGATES : code;
  if (byte < 0xa0 || byte !== code) return SHORT_ESCAPES[character] ?? `\\x${hex(byte, 2)}`;
  return `<U+${hex(code, 4).toUpperCase()}>`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

function decodeInvalid(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) text += String.fromCharCode(BYTE_SURROGATES + (bytes[at] ?? 0));
    else text += Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString("utf8");
    at += Math.max(1, length);
  }
  return text;
}

/**
 * How many bytes the UTF-8 character at `at` has; 0 when there is none.
 *
 * @see https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506 Table 3-7
 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if (byte < (next === 1 ? lowest : 0x80) || byte > (next === 1 ? highest : 0xbf)) return 0;
  }
  return length;
}
