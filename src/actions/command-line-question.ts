import { readSync } from "node:fs";
import { isatty } from "node:tty";
import type { Judgement } from "./actor.ts";

/** Longest answer that is read. */
const MAX_ANSWER_BYTES = 4096;

/** Whether it may be done; `null` when it may, else why not: one line. */
export function consent(judgement: Judgement, question: string, yes: boolean): string | null {
  switch (judgement.kind) {
    case "refused":
      return judgement.reason;
    case "ask":
      if (yes) return null;
      if (!canAsk()) return `there is no terminal to ask on: ${question} If so, say --yes`;
      return isYes(ask(`${warned(judgement.warning)}${question} [y/N] `)) ? null : "nothing was done";
    case "typed":
      if (!canAsk())
        return `${judgement.warning}; it wants a word typed at a terminal, and --yes does not do`;
      return ask(`${warned(judgement.warning)}${question} Type ${judgement.word} if so: `) === judgement.word
        ? null
        : "nothing was done";
  }
}

function warned(warning: string | null): string {
  return warning === null ? "" : `Warning: ${warning}.\n`;
}

function canAsk(): boolean {
  return isatty(0) && isatty(2);
}

/** On standard error: what a program prints afterwards may go to a file. Ctrl-C ends nstop, and nothing is done. */
function ask(text: string): string {
  process.stderr.write(text);
  const bytes = new Uint8Array(MAX_ANSWER_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, readSync(0, bytes))).trim();
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}
