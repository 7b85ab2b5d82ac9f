import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inspectionNodes } from "../../src/engines/inspection.ts";

const RECORD = {
  Id: "abc",
  Args: ["--db-password", "hunter2", "--port=80", "--api-key=k3y", "SECRET_TOKEN=t0k"],
  Config: {
    Env: ["PATH=/bin", "EMPTY="],
    Labels: { "com.example.token": "l4bel", plain: "yes" },
  },
  Mounts: [],
};

function linesOf(record: unknown, secrets: boolean): readonly string[] {
  return inspectionNodes(record, secrets).nodes.map(
    ({ depth, name, text }) => `${"  ".repeat(depth)}${name}: ${text}`,
  );
}

describe("a record", () => {
  test("is listed in its own order, with what may be secret left out", () => {
    expect(linesOf(RECORD, false)).toEqual([
      "Id: abc",
      "Args: 5 items",
      "  0: --db-password",
      "  1: …",
      "  2: --port=80",
      "  3: --api-key=…",
      "  4: SECRET_TOKEN=…",
      "Config: 2 fields",
      "  Env: 2 items",
      "    0: PATH=…",
      "    1: EMPTY=…",
      "  Labels: 2 fields",
      "    com.example.token: …",
      "    plain: yes",
      "Mounts: []",
    ]);
  });

  test("is whole where that was asked for", () => {
    const whole = linesOf(RECORD, true).join("\n");
    for (const secret of ["hunter2", "k3y", "t0k", "/bin", "l4bel"]) expect(whole).toContain(secret);
    expect(whole).not.toContain("…");
  });

  test("hides no value that it does not leave out, and leaves out none that it does not hide", () => {
    for (const { text, isHidden } of inspectionNodes(RECORD, false).nodes) {
      expect(isHidden).toBe(text.endsWith("…"));
    }
  });

  test("has the process's environment as an OCI bundle writes it hidden as well", () => {
    expect(linesOf({ process: { env: ["A=b"] } }, false).at(-1)).toBe("    0: A=…");
  });

  test("is bounded however long, broad or deep it is, and says so", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`);
    const broad = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`f${index}`, index]));
    const long = Array.from({ length: 1000 }, () => "x".repeat(100_000));
    for (const record of [deep, broad, { long }]) {
      const { nodes, isCut } = inspectionNodes(record, true);
      expect(isCut).toBe(true);
      expect(JSON.stringify(nodes).length).toBeLessThan(2_000_000);
    }
    expect(inspectionNodes(RECORD, false).isCut).toBe(false);
  });

  test("may be any JSON at all", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (record, secrets) => linesOf(record, secrets) !== null),
    );
  });
});
