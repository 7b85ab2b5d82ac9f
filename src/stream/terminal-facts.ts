import type { TerminalFacts } from "../collector/doctor-facts.ts";

/** The part of a stream that tells of its terminal. */
export type TerminalStream = Pick<NodeJS.WriteStream, "isTTY"> &
  Partial<Pick<NodeJS.WriteStream, "columns" | "rows">>;

/** What nstop was started on, by what the environment and standard output say. */
export function terminalFacts(
  environment: Readonly<Record<string, string | undefined>>,
  output: TerminalStream,
  { color, ascii }: Pick<TerminalFacts, "color" | "ascii">,
): TerminalFacts {
  const { columns = 0, rows = 0 } = output;
  const set = (name: string) => environment[name] ?? "";
  return {
    isTerminal: output.isTTY === true,
    term: set("TERM"),
    size: output.isTTY === true && columns > 0 ? { columns, rows } : null,
    color,
    ascii,
    // The order in which every program asks: https://man7.org/linux/man-pages/man7/locale.7.html
    locale: set("LC_ALL") || set("LC_CTYPE") || set("LANG"),
  };
}
