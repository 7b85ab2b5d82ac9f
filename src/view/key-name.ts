/**
 * A key as nstop calls it: a printable character by itself (`j`, `G`, `/`), others by their names
 * (`up`, `page-down`, `enter`, `escape`, `shift-tab`, `space`, `f5`, `ctrl-c`).
 */
export type KeyName = string;

/** What a chunk of terminal input holds. */
export interface DecodedKeys {
  readonly keys: readonly KeyName[];
  /** The beginning of an escape sequence whose end has not arrived; "" when there is none. */
  readonly rest: string;
}

const ESCAPE = "\x1b";

/** A whole CSI sequence (Linux's console sends `[[A` for F1) or SS3 sequence after the escape. */
const SEQUENCE = /^\x1b(?:\[\[[A-E]|\[[0-9;:<=>?]*[ -/]*[@-~]|O[0-9;]*[A-Za-z])/;

/** A beginning of one. */
const UNFINISHED = /^\x1b(?:\[\[?[0-9;:<=>?]*[ -/]*|O[0-9;]*)?$/;

/** By what follows the escape, without modifiers. */
const SEQUENCE_NAMES: Readonly<Record<string, KeyName>> = {
  "[A": "up",
  "[B": "down",
  "[C": "right",
  "[D": "left",
  "[H": "home",
  "[F": "end",
  "[Z": "shift-tab",
  "[1~": "home",
  "[2~": "insert",
  "[3~": "delete",
  "[4~": "end",
  "[5~": "page-up",
  "[6~": "page-down",
  "[7~": "home",
  "[8~": "end",
  OA: "up",
  OB: "down",
  OC: "right",
  OD: "left",
  OH: "home",
  OF: "end",
  OM: "enter",
  OP: "f1",
  OQ: "f2",
  OR: "f3",
  OS: "f4",
  "[P": "f1",
  "[Q": "f2",
  "[R": "f3",
  "[S": "f4",
  "[[A": "f1",
  "[[B": "f2",
  "[[C": "f3",
  "[[D": "f4",
  "[[E": "f5",
  "[11~": "f1",
  "[12~": "f2",
  "[13~": "f3",
  "[14~": "f4",
  "[15~": "f5",
  "[17~": "f6",
  "[18~": "f7",
  "[19~": "f8",
  "[20~": "f9",
  "[21~": "f10",
};

const CONTROL_NAMES: Readonly<Record<string, KeyName>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
  " ": "space",
  [ESCAPE]: "escape",
};

/**
 * Takes a chunk of input apart, key by key: a burst, or a slow line, brings many in one. Sequences that are no key
 * of nstop's, such as a terminal's answers, are dropped whole.
 */
export function decodeKeys(input: string): DecodedKeys {
  const keys: KeyName[] = [];
  for (let at = 0; at < input.length; ) {
    const text = input.slice(at);
    if (text.startsWith(ESCAPE)) {
      if (UNFINISHED.test(text)) return { keys, rest: text };
      const sequence = SEQUENCE.exec(text)?.[0];
      if (sequence !== undefined) {
        const name = SEQUENCE_NAMES[withoutModifiers(sequence)];
        if (name !== undefined) keys.push(name);
        at += sequence.length;
        continue;
      }
    }
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    const name = characterName(character);
    if (name !== null) keys.push(name);
    at += character.length;
  }
  return { keys, rest: "" };
}

/** The keys of a rest that nothing followed: Esc by itself above all. */
export function finishKeys(rest: string): readonly KeyName[] {
  return rest === "" ? [] : ["escape", ...decodeKeys(rest.slice(1)).keys];
}

/** Whether a key is a character to type into a text, and which. */
export function typedCharacter(key: KeyName): string | null {
  if (key === "space") return " ";
  return [...key].length === 1 ? key : null;
}

/** `\x1b[1;5A` is an arrow like `\x1b[A`, and `\x1b[5;2~` a page key like `\x1b[5~`. */
function withoutModifiers(sequence: string): string {
  return sequence
    .slice(1)
    .replace(/^([[O])1;\d+([A-Z])$/, "$1$2")
    .replace(/^(\[\d+);\d+~$/, "$1~");
}

function characterName(character: string): KeyName | null {
  const named = CONTROL_NAMES[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
  return code < 32 || (code >= 0x7f && code < 0xa0) ? null : character;
}
