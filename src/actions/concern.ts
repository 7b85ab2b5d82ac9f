import type { Judgement } from "./actor.ts";

/** What there is against doing something to one subject; `warned` is asked like anything else, with a sentence more. */
export type Concern =
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "typed"; readonly word: string; readonly warning: string }
  | { readonly kind: "warned"; readonly warning: string };

/** So many warnings are read. */
const MAX_WARNINGS = 4;

/**
 * What is asked of a person who is about to do something to all of them: refused if one is, for a typed word if one wants that. The
 * word is the first such subject's.
 */
export function judgementOf(concerns: readonly Concern[]): Judgement {
  const refused = concerns.find(({ kind }) => kind === "refused");
  if (refused?.kind === "refused") return refused;
  const typed = concerns.find((concern) => concern.kind === "typed");
  const grave = concerns.flatMap((concern) => (concern.kind === "typed" ? concern.warning : []));
  const others = concerns.flatMap((concern) => (concern.kind === "warned" ? concern.warning : []));
  const warnings = [...new Set([...grave, ...others])];
  const more = warnings.length - MAX_WARNINGS;
  const shown = [...warnings.slice(0, MAX_WARNINGS), ...(more > 0 ? [`and ${more} more like these`] : [])];
  const warning = shown.length === 0 ? null : shown.join("; ");
  return typed?.kind === "typed"
    ? { kind: "typed", word: typed.word, warning: warning ?? typed.warning }
    : { kind: "ask", warning };
}

/** A name that can be typed; else a number that stands for it. */
export function typeable(name: string, number: number | string): string {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name) ? name : String(number);
}
