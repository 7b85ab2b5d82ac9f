import type { SCHEMA_VERSION } from "./snapshot.ts";

/** What `nstop doctor --json` prints: what this user, kernel and engine let nstop see. */
export interface Doctor {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly checks: readonly DoctorCheck[];
  /** How many checks there are of each state. */
  readonly summary: Readonly<Record<DoctorState, number>>;
  /** The command that lets nstop see everything; `null` when it is run like that already. */
  readonly advice: string | null;
}

/**
 * `ok`: it is there. `limited`: a part of it, or in a lesser way. `missing`: it is not there. `unknown`: that could not be
 * found out.
 */
export type DoctorState = "ok" | "limited" | "missing" | "unknown";

/** What a check is about. */
export type DoctorGroup =
  | "kernel"
  | "cgroups"
  | "rights"
  | "place"
  | "engines"
  | "programs"
  | "terminal"
  | "runtime";

/** One thing that nstop makes use of. */
export interface DoctorCheck {
  readonly group: DoctorGroup;
  /** Unique within its group. */
  readonly name: string;
  readonly state: DoctorState;
  /** What was found. */
  readonly found: string;
  /** What it costs as it is; `null` where it costs nothing. */
  readonly costs: string | null;
  /** What would give it; `null` where there is nothing to do. */
  readonly remedy: string | null;
}
