import { malformed } from "./malformed.ts";

/**
 * Reads an unsigned decimal number of at most 64 bits. Above 2^53 the last digits are lost.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function wholeNumber(text: string | undefined, file: string): number {
  if (text === undefined || !/^\d{1,20}$/.test(text)) throw malformed(file, text);
  return Number(text);
}

/**
 * Reads a decimal number of at most 64 bits that may be negative.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function integer(text: string | undefined, file: string): number {
  if (text === undefined || !/^-?\d{1,20}$/.test(text)) throw malformed(file, text);
  return Number(text);
}

/**
 * Reads a decimal number that may have a fraction.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function decimal(text: string | undefined, file: string): number {
  if (text === undefined || !/^\d{1,20}(\.\d{1,20})?$/.test(text)) throw malformed(file, text);
  return Number(text);
}

/**
 * Reads a hexadecimal number of at most 32 bits, without `0x`.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function hexNumber(text: string | undefined, file: string): number {
  if (text === undefined || !/^[0-9a-fA-F]{1,8}$/.test(text)) throw malformed(file, text);
  return Number.parseInt(text, 16);
}

/**
 * Reads an amount such as `16 kB`, which the kernel means as 1024 bytes each.
 *
 * @returns Bytes.
 * @throws {SyntaxError} If `text` is anything else.
 */
export function kibibytes(text: string | undefined, file: string): number {
  if (text === undefined || !text.endsWith(" kB")) throw malformed(file, text);
  return wholeNumber(text.slice(0, -" kB".length), file) * 1024;
}
