import { Buffer } from "node:buffer";

/** Longer than any name, image or command that is shown: the rest is left out, whoever chose it. In UTF-16 code units. */
const MAX_TEXT_LENGTH = 64 * 1024;

/**
 * Something an engine answered, whose shape is not known yet. Each reader gives the type that it is named after,
 * or throws a `SyntaxError` that says which part is of another shape. What is absent is `null` to the readers
 * that allow it; fields that nobody asks for may have any shape.
 */
export class Answer {
  readonly #value: unknown;
  readonly #where: string;

  /** @param where - What the value is called when its shape is wrong, such as `State.Pid`. */
  constructor(value: unknown, where: string) {
    this.#value = value;
    this.#where = where;
  }

  /**
   * Parses JSON text.
   *
   * @throws {SyntaxError} If `text` is not JSON.
   */
  static parse(text: string, where: string): Answer {
    return new Answer(JSON.parse(text), where);
  }

  /** A field of an object; of an absent object, an absent field. */
  field(name: string): Answer {
    const fields = this.#fields();
    const value = fields !== null && Object.hasOwn(fields, name) ? fields[name] : undefined;
    return new Answer(value, `${this.#where}.${name}`);
  }

  /**
   * A field whose text is JSON again.
   *
   * @throws {SyntaxError} If it is not.
   */
  inner(name: string): Answer {
    const field = this.field(name);
    return Answer.parse(field.contentOrNull() ?? field.#refuse("text"), `${this.#where}.${name}`);
  }

  /** The fields of an object that is used as a map; none of an absent one. */
  entries(): readonly (readonly [string, Answer])[] {
    return Object.entries(this.#fields() ?? {}).map(([name, value]) => [
      name,
      new Answer(value, `${this.#where}.${name}`),
    ]);
  }

  /** Whether it is text, or a list, where more than one shape is right. */
  get isText(): boolean {
    return typeof this.#value === "string";
  }

  get isList(): boolean {
    return Array.isArray(this.#value);
  }

  /** The items of a list; none of an absent one. */
  itemsOrNone(): readonly Answer[] {
    return this.#isAbsent() ? [] : this.items();
  }

  items(): readonly Answer[] {
    if (!Array.isArray(this.#value)) throw this.#isNot("a list");
    return this.#value.map((item: unknown, index) => new Answer(item, `${this.#where}[${index}]`));
  }

  text(): string {
    return this.textOrNull() ?? this.#refuse("text");
  }

  /** Of what is very long, the start; `null` when it is absent or empty, which Go's JSON does not tell apart. */
  textOrNull(): string | null {
    const text = this.contentOrNull();
    return text !== null && text.length > MAX_TEXT_LENGTH ? startOf(text) : text;
  }

  /** The whole of a text, however long. */
  contentOrNull(): string | null {
    if (this.#isAbsent() || this.#value === "") return null;
    return typeof this.#value === "string" ? this.#value : this.#refuse("text");
  }

  /** A whole number that is not negative. */
  countOrNull(): number | null {
    if (this.#isAbsent()) return null;
    return isCount(this.#value) ? this.#value : this.#refuse("a count");
  }

  /** Any number: nanoseconds since 1970 are more than a count can be, and lose their last digits. */
  numberOrNull(): number | null {
    if (this.#isAbsent()) return null;
    return typeof this.#value === "number" ? this.#value : this.#refuse("a number");
  }

  flagOrNull(): boolean | null {
    if (this.#isAbsent()) return null;
    return typeof this.#value === "boolean" ? this.#value : this.#refuse("true or false");
  }

  #fields(): Readonly<Record<string, unknown>> | null {
    if (this.#isAbsent()) return null;
    if (!isObject(this.#value)) throw this.#isNot("an object");
    return this.#value;
  }

  #isAbsent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  #refuse(wanted: string): never {
    throw this.#isNot(wanted);
  }

  #isNot(wanted: string): SyntaxError {
    return new SyntaxError(`${this.#where} is ${describe(this.#value)}, not ${wanted}`);
  }
}

/** A copy: a slice of it would keep the whole. */
function startOf(text: string): string {
  return Buffer.from(text.slice(0, MAX_TEXT_LENGTH), "utf16le").toString("utf16le");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  if (value === "") return "empty";
  if (Array.isArray(value)) return "a list";
  return { string: "text", number: "a number", boolean: "a flag" }[typeof value as string] ?? "an object";
}
