/** An object in the JSON that a program printed; nothing is known of what is in it. */
export type Json = Readonly<Record<string, unknown>>;

/** @throws {SyntaxError} If `value` is no object. */
export function jsonObject(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SyntaxError("an object was expected in what a program printed");
  }
  return value as Json;
}

/** @throws {SyntaxError} If `value` is no list. */
export function jsonList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new SyntaxError("a list was expected in what a program printed");
  return value;
}

/** The number under `key`; `null` when there is none. */
export function numberIn(json: Json, key: string): number | null {
  const value = json[key];
  return typeof value === "number" ? value : null;
}

/** The text under `key`; `null` when there is none. */
export function textIn(json: Json, key: string): string | null {
  const value = json[key];
  return typeof value === "string" ? value : null;
}

/** The whole number under `key`, which some versions of a program print as a text; `null` when there is none. */
export function wholeNumberIn(json: Json, key: string): number | null {
  const printed = numberIn(json, key) ?? textIn(json, key);
  return /^\d+$/.test(`${printed}`) ? Number(printed) : null;
}
