import type { DoctorFindings, Found, TerminalFacts } from "../collector/doctor-facts.ts";
import { CONTAINER_RUN } from "./container-run.ts";
import type { Doctor, DoctorCheck, DoctorGroup } from "./doctor.ts";
import { type Judged, unknown } from "./doctor-check.ts";
import { examineCgroups } from "./examine-cgroups.ts";
import { examineEngines } from "./examine-engines.ts";
import { examineKernel } from "./examine-kernel.ts";
import { examinePlace, isContained, isInContainer } from "./examine-place.ts";
import { examinePrograms } from "./examine-programs.ts";
import { examineRights, lacksRights } from "./examine-rights.ts";
import { examineRuntime } from "./examine-runtime.ts";
import { examineTerminal } from "./examine-terminal.ts";
import { SCHEMA_VERSION } from "./snapshot.ts";

/** Judges what was found: what is there, what it costs not to have the rest, and what would give it. */
export function deriveDoctor(found: DoctorFindings, terminal: TerminalFacts): Doctor {
  const inContainer = "facts" in found.place && isInContainer(found.place.facts);
  const checks = [
    ...checksOf("kernel", found.kernel, examineKernel),
    ...checksOf("cgroups", found.controlGroups, examineCgroups),
    ...checksOf("rights", found.rights, (facts) => examineRights(facts, inContainer)),
    ...checksOf("place", found.place, examinePlace),
    ...checksOf("engines", found.engines, (facts) => examineEngines(facts, inContainer)),
    ...checksOf("programs", found.programs, examinePrograms),
    ...checksOf("terminal", { facts: terminal }, examineTerminal),
    ...checksOf("runtime", found.runtime, examineRuntime),
  ];
  const count = (state: DoctorCheck["state"]) => checks.filter((check) => check.state === state).length;
  return {
    schemaVersion: SCHEMA_VERSION,
    checks,
    summary: {
      ok: count("ok"),
      limited: count("limited"),
      missing: count("missing"),
      unknown: count("unknown"),
    },
    advice: adviceFor(found, inContainer),
  };
}

function checksOf<Facts>(
  group: DoctorGroup,
  found: Found<Facts>,
  examine: (facts: Facts) => readonly Judged[],
): readonly DoctorCheck[] {
  const judged = "facts" in found ? examine(found.facts) : [unknown(group, found.failure)];
  return judged.map((check) => ({ group, ...check }));
}

function adviceFor({ place, rights }: DoctorFindings, inContainer: boolean): string | null {
  const contained = "facts" in place && isContained(place.facts);
  const lacking = "facts" in rights && lacksRights(rights.facts);
  if (contained || (inContainer && lacking)) return CONTAINER_RUN;
  return lacking ? "sudo nstop" : null;
}
