import { describe, expect, test } from "vitest";
import { deriveDoctor } from "../../src/model/derive-doctor.ts";
import type { Doctor } from "../../src/model/doctor.ts";
import { doctorReport } from "../../src/report/doctor-report.ts";
import { findings, GOOD_TERMINAL, HEALTHY } from "../model/doctor-findings.ts";
import { schemaFaults } from "./schema.ts";

const PLAIN = { color: false, ascii: false, columns: null };

const DOCTOR: Doctor = {
  schemaVersion: 1,
  checks: [
    { group: "kernel", name: "release", state: "ok", found: "6.8.0", costs: null, remedy: null },
    {
      group: "kernel",
      name: "pressure",
      state: "missing",
      found: "off",
      costs: "how long groups wait",
      remedy: "psi=1",
    },
    { group: "terminal", name: "size", state: "limited", found: "30 columns", costs: "all", remedy: null },
    { group: "runtime", name: "memory", state: "unknown", found: "not known", costs: null, remedy: null },
  ],
  summary: { ok: 1, limited: 1, missing: 1, unknown: 1 },
  advice: "sudo nstop",
};

describe("nstop doctor", () => {
  test("prints a line for each check, and two more for what is not there", () => {
    expect(doctorReport(DOCTOR, "text", PLAIN)).toBe(`KERNEL
  ok  release   6.8.0
  !!  pressure  off
        costs   how long groups wait
        get it  psi=1

TERMINAL
  --  size      30 columns
        costs   all

RUNTIME
  ??  memory    not known

ok 1   -- limited 1   !! missing 1   ?? unknown 1
To see everything: sudo nstop
`);
  });

  test("stands out in colour where there is colour, and says the same", () => {
    const colored = doctorReport(DOCTOR, "text", { ...PLAIN, color: true });
    expect(colored).toContain("\x1b[31m  !!  pressure  off\x1b[0m");
    expect(colored.replace(/\x1b\[\d+m/g, "")).toBe(doctorReport(DOCTOR, "text", PLAIN));
  });

  test("makes visible what a host chose", () => {
    const [first] = DOCTOR.checks;
    if (first === undefined) throw new Error("no check");
    const hostile = { ...DOCTOR, checks: [{ ...first, found: "6.8\x1b]52;c;x\x07é" }] };
    expect(doctorReport(hostile, "text", PLAIN)).toContain("6.8\\e]52;c;x\\x07é");
    expect(doctorReport(hostile, "text", { ...PLAIN, ascii: true })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test("is ASCII on its own account", () => {
    const healthy = deriveDoctor(findings(HEALTHY), GOOD_TERMINAL);
    expect(doctorReport(healthy, "text", PLAIN)).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test("as JSON is of its schema", () => {
    const json: unknown = JSON.parse(doctorReport(DOCTOR, "json", PLAIN));
    expect(json).toEqual(DOCTOR);
    expect(schemaFaults("doctor")(json)).toEqual([]);
  });
});
