/** One line of a container's record, in the order of the record: what is below it has a greater depth. */
export interface InspectionNode {
  /** 0 at the top. */
  readonly depth: number;
  /** Name of the field, or index in the list. */
  readonly name: string;
  /** The value; of an object or a list, how much is in it. */
  readonly text: string;
  /** It holds others. */
  readonly isParent: boolean;
  /** Its value may be a secret, and is left out. */
  readonly isHidden: boolean;
}

/** A record as lines. */
export interface InspectionNodes {
  readonly nodes: readonly InspectionNode[];
  /** There is more than is listed, or deeper. */
  readonly isCut: boolean;
}

const MAX_NODES = 4000;
const MAX_DEPTH = 16;
const MAX_CHARACTERS = 256 * 1024;
const MAX_VALUE_CHARACTERS = 4096;

/** Lists of `NAME=value` under these names are environments: anything may be in them. */
const ENVIRONMENT = /^env$/i;

/** Names whose values are not for everybody's eyes, be it as a field, a variable or an option of a command. */
const SECRET_NAME = /passw|passphrase|secret|token|credential|api[_.-]?key|access[_.-]?key|private[_.-]?key/i;

/** What stands for a value that is left out. */
const HIDDEN = "…";

/**
 * Makes lines of what an engine says of a container, as it says it and in its order.
 *
 * @param record - JSON as it was parsed; it may hold anything.
 * @param secrets - With the values of environment variables, and of all that is called like a secret.
 */
export function inspectionNodes(record: unknown, secrets: boolean): InspectionNodes {
  const listing = new Listing(secrets);
  for (const [name, value] of fieldsOf(record)) listing.add(0, name, value, "");
  return { nodes: listing.nodes, isCut: listing.isCut };
}

class Listing {
  readonly nodes: InspectionNode[] = [];
  isCut = false;
  readonly #secrets: boolean;
  #characters = 0;

  constructor(secrets: boolean) {
    this.#secrets = secrets;
  }

  /** @param parent - Name of the field that it is in. */
  add(depth: number, name: string, value: unknown, parent: string, isSecret = false): void {
    if (this.nodes.length >= MAX_NODES || this.#characters > MAX_CHARACTERS) {
      this.isCut = true;
      return;
    }
    const inner = fieldsOf(value);
    const hidden = this.#secrets ? null : hiddenText(name, value, parent, isSecret);
    const isParent = inner.length > 0;
    const text = hidden ?? (isParent ? sizeText(value, inner.length) : valueText(value));
    const label = name.slice(0, MAX_VALUE_CHARACTERS);
    this.nodes.push({ depth, name: label, text, isParent, isHidden: hidden !== null });
    this.#characters += label.length + text.length;
    if (isParent && depth === MAX_DEPTH) this.isCut = true;
    else this.#addInner(depth + 1, name, inner, Array.isArray(value));
  }

  /** In a list of arguments, the one after `--password` is the password. */
  #addInner(
    depth: number,
    parent: string,
    inner: readonly (readonly [string, unknown])[],
    isList: boolean,
  ): void {
    let isAfterName = false;
    for (const [name, value] of inner) {
      this.add(depth, name, value, parent, isAfterName);
      isAfterName = isList && typeof value === "string" && isOptionOfSecret(value);
    }
  }
}

/** What stands for a value that may be a secret; `null` for any other. */
function hiddenText(name: string, value: unknown, parent: string, isSecret: boolean): string | null {
  if (typeof value !== "string" || value === "") return null;
  if (isSecret || SECRET_NAME.test(name)) return HIDDEN;
  const assigned = value.indexOf("=");
  if (assigned === -1) return null;
  const variable = value.slice(0, assigned);
  const isAssignment = ENVIRONMENT.test(parent) || (!/\s/.test(variable) && SECRET_NAME.test(variable));
  return isAssignment ? `${variable.slice(0, MAX_VALUE_CHARACTERS)}=${HIDDEN}` : null;
}

function isOptionOfSecret(argument: string): boolean {
  return /^--?[\w.-]+$/.test(argument) && SECRET_NAME.test(argument);
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function sizeText(value: unknown, size: number): string {
  if (Array.isArray(value)) return size === 1 ? "1 item" : `${size} items`;
  return size === 1 ? "1 field" : `${size} fields`;
}

function valueText(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value) ?? "";
  if (value === "") return '""';
  return value.length > MAX_VALUE_CHARACTERS ? `${value.slice(0, MAX_VALUE_CHARACTERS)}…` : value;
}
