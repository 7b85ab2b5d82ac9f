import type { TerminalFacts } from "../collector/doctor-facts.ts";
import { fine, type Judged, limited, missing, unknown } from "./doctor-check.ts";
import { LEAST_COLUMNS, LEAST_ROWS } from "./least-terminal.ts";

/** What the live view can do on the terminal that nstop was started on. */
export function examineTerminal(facts: TerminalFacts): readonly Judged[] {
  if (!facts.isTerminal) {
    const found = "standard output is none: what it can do was not looked at";
    const costs = "the live view; list, show, namespaces and stream want none";
    return [
      unknown("terminal", found, { costs, remedy: "ssh -t HOST nstop doctor; docker run -it" }),
      charactersCheck(facts),
    ];
  }
  return [termCheck(facts), sizeCheck(facts), colorCheck(facts), charactersCheck(facts)];
}

function termCheck({ term }: TerminalFacts): Judged {
  if (term !== "dumb") return fine("terminal", term === "" ? "one without a name" : term);
  return missing("terminal", "TERM=dumb", {
    costs: "the live view; list, show, namespaces and stream want none",
    remedy: "TERM=xterm-256color, if it is none that is dumb",
  });
}

function sizeCheck({ size }: TerminalFacts): Judged {
  if (size === null) return unknown("size", "the terminal does not say");
  const found = `${size.columns} columns, ${size.rows} rows`;
  if (size.columns >= LEAST_COLUMNS && size.rows >= LEAST_ROWS) return fine("size", found);
  return limited("size", found, {
    costs: "the live view shows nothing in so little room",
    remedy: `at least ${LEAST_COLUMNS} columns and ${LEAST_ROWS} rows`,
  });
}

function colorCheck({ color }: TerminalFacts): Judged {
  return fine("colours", color ? "16, the terminal's own" : "none, as NO_COLOR or --no-color says");
}

function charactersCheck({ ascii, locale }: TerminalFacts): Judged {
  if (ascii) return fine("characters", "ASCII, as --ascii says");
  if (/utf-?8/i.test(locale)) return fine("characters", locale);
  return limited("characters", locale === "" ? "no locale is set" : `the locale is ${locale}`, {
    costs: "bars, arrows and foreign names may come out as other characters",
    remedy: "export LANG=C.UTF-8 where the terminal knows UTF-8, else nstop --ascii",
  });
}
