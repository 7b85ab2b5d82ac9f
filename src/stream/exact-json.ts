/** What JSON leaves as it is and a terminal does not: DEL and C1, format and bidi controls, what has no width. */
const NOT_SHOWN = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const PLAIN = /^[\n\x20-\x7e]*$/;

/**
 * JSON that is exact, and harmless on a terminal: control characters, characters that hide or reorder others, and
 * bytes that are no UTF-8 are `\u` escapes.
 *
 * @param indent - Blanks for each level; on one line when absent.
 */
export function exactJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  return PLAIN.test(json) ? json : json.replace(NOT_SHOWN, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
