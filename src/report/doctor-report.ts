import type { Doctor, DoctorCheck, DoctorGroup, DoctorState } from "../model/doctor.ts";
import { jsonText } from "./json.ts";
import { cellsOf, pad } from "./pad.ts";
import type { Paint } from "./paint.ts";
import { type Paper, printable } from "./text-table.ts";

/** What stands before a check: it reads in monochrome and in ASCII. */
const MARKS: Readonly<Record<DoctorState, string>> = {
  ok: "ok",
  limited: "--",
  missing: "!!",
  unknown: "??",
};

const PAINTS: Readonly<Record<DoctorState, Paint | undefined>> = {
  ok: undefined,
  limited: "yellow",
  missing: "red",
  unknown: "yellow",
};

const TITLES: Readonly<Record<DoctorGroup, string>> = {
  kernel: "KERNEL",
  cgroups: "CONTROL GROUPS",
  rights: "RIGHTS",
  place: "WHERE IT RUNS",
  engines: "ENGINES",
  programs: "PROGRAMS OF THE HOST",
  terminal: "TERMINAL",
  runtime: "RUNTIME",
};

const INDENT = "        ";

/** What `nstop doctor` prints. Ends with a line feed. */
export function doctorReport(doctor: Doctor, format: "text" | "json" | "csv", paper: Paper): string {
  return format === "json" ? jsonText(doctor) : doctorText(doctor, paper);
}

function doctorText({ checks, summary, advice }: Doctor, paper: Paper): string {
  const widest = Math.max(...checks.map(({ name }) => cellsOf(name)));
  const sections = Array.from(
    Map.groupBy(checks, ({ group }) => group),
    ([group, some]) => [
      printable(TITLES[group], paper, "bold"),
      ...some.flatMap((check) => checkLines(check, widest, paper)),
    ],
  );
  return `${[...sections, closingLines(summary, advice, paper)].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function checkLines(
  { name, state, found, costs, remedy }: DoctorCheck,
  width: number,
  paper: Paper,
): readonly string[] {
  const line = `  ${MARKS[state]}  ${pad(name, width)}  ${found}`;
  return [
    printable(line, paper, PAINTS[state]),
    ...(costs === null ? [] : [printable(`${INDENT}costs   ${costs}`, paper)]),
    ...(remedy === null ? [] : [printable(`${INDENT}get it  ${remedy}`, paper)]),
  ];
}

function closingLines(
  { ok, limited, missing, unknown }: Doctor["summary"],
  advice: string | null,
  paper: Paper,
): readonly string[] {
  const counts = [
    `ok ${ok}`,
    `${MARKS.limited} limited ${limited}`,
    `${MARKS.missing} missing ${missing}`,
    `${MARKS.unknown} unknown ${unknown}`,
  ];
  return [
    printable(counts.join("   "), paper),
    ...(advice === null ? [] : [printable(`To see everything: ${advice}`, paper)]),
  ];
}
