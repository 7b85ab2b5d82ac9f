import type { Outcome } from "../collector/doctor-facts.ts";
import type { DoctorCheck } from "./doctor.ts";

/** A check before it is put in its group. */
export type Judged = Omit<DoctorCheck, "group">;

/** What it costs not to have something, and what would give it. */
export interface Lack {
  readonly costs: string;
  readonly remedy: string | null;
}

/** It is there. */
export function fine(name: string, found: string): Judged {
  return { name, state: "ok", found, costs: null, remedy: null };
}

export function limited(name: string, found: string, { costs, remedy }: Lack): Judged {
  return { name, state: "limited", found, costs, remedy };
}

export function missing(name: string, found: string, { costs, remedy }: Lack): Judged {
  return { name, state: "missing", found, costs, remedy };
}

/** It could not be found out; a lack says what it would cost. */
export function unknown(name: string, found: string, lack: Lack | null = null): Judged {
  return { name, state: "unknown", found, costs: lack?.costs ?? null, remedy: lack?.remedy ?? null };
}

/** A file that is there or not. */
export interface FileCheck extends Lack {
  /** What is said when it is there. */
  readonly there: string;
  /** What is said when it is not. */
  readonly gone: string;
}

/** Judges a file by what came of a try to read it. */
export function fileCheck(name: string, outcome: Outcome, { there, gone, ...lack }: FileCheck): Judged {
  switch (outcome) {
    case "read":
      return fine(name, there);
    case "gone":
      return missing(name, gone, lack);
    case "denied":
      return missing(name, `${there}: permission denied`, lack);
    case "hangs":
      return unknown(name, `${there}: reading it hangs`, { ...lack, remedy: null });
    case "failed":
      return unknown(name, `${there}: it cannot be read now`, { ...lack, remedy: null });
  }
}
