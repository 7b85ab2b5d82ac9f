import type { DoctorFacts, DoctorFindings } from "../collector/doctor-facts.ts";
import { exactJson } from "./exact-json.ts";

/** The parts that `nstop doctor` waits for. */
export const DOCTOR_PARTS = [
  "kernel",
  "controlGroups",
  "place",
  "programs",
  "engines",
  "runtime",
  "rights",
] as const satisfies readonly (keyof DoctorFacts)[];

export type DoctorPart = (typeof DOCTOR_PARTS)[number];

/** One part, as soon as it is found: what hangs later takes it with it no more. */
export type FindingsLine = Partial<DoctorFindings>;

/** One line of JSON, line feed included. */
export function encodeFindings(line: FindingsLine): string {
  return `${exactJson(line)}\n`;
}

/**
 * Reads what {@link encodeFindings} made; the program at the other end is this same one.
 *
 * @throws {SyntaxError} If it is no JSON.
 */
export function decodeFindings(text: string): FindingsLine {
  return JSON.parse(text);
}
