import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFresh, OUTPUTS } from "../../scripts/generate.ts";
import { withTables } from "../../scripts/readme-tables.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { jsonText } from "../../src/report/json.ts";
import { arbitrarySample } from "../model/arbitrary-sample.ts";
import { SHOW, SNAPSHOT } from "./fixture.ts";
import { schemaFaults } from "./schema.ts";

const listFaults = schemaFaults("list");
const showFaults = schemaFaults("show");

describe("what is generated", () => {
  test.each(OUTPUTS)("is what the code says: $file", (output) => {
    expect(isFresh(output)).toBe(true);
  });

  test("is put between its markers, and what is around them stays", () => {
    const readme = ["commands", "options", "columns", "keys"]
      .map((name) => `before ${name}\n<!-- ${name} -->STALE<!-- /${name} -->`)
      .join("\n");
    const made = withTables(readme);
    expect(made).not.toContain("STALE");
    expect(made).toContain("before keys\n<!-- keys -->\n\n| Keys | Do |\n");
    expect(withTables(made)).toBe(made);
  });

  test("is missed by name where a marker is missing", () => {
    expect(() => withTables("# nstop")).toThrow("README.md has no <!-- commands --> … <!-- /commands -->");
  });
});

describe.each(["list", "show"])("the published schema of %s", (command) => {
  const schema = JSON.parse(
    readFileSync(new URL(`../../docs/schema/${command}.schema.json`, import.meta.url), "utf8"),
  );
  const validate = new Ajv({ strictTypes: false }).compile(schema);
  const value = command === "list" ? SNAPSHOT : SHOW;

  test("names itself", () => {
    expect(schema.$id).toBe(`${command}.schema.json`);
  });

  test("allows what later versions add", () => {
    expect(validate({ ...value, added: 1 })).toBe(true);
  });

  test.each(Object.keys(value))("wants %s", (field) => {
    expect(validate({ ...value, [field]: undefined })).toBe(false);
  });
});

describe("JSON that is printed", () => {
  test("is of its schema, and every field in it is declared there", () => {
    expect(listFaults(JSON.parse(jsonText(SNAPSHOT)))).toEqual([]);
    expect(showFaults(JSON.parse(jsonText(SHOW)))).toEqual([]);
  });

  test("is held against every field of it", () => {
    const [group] = SNAPSHOT.groups;
    expect(listFaults({ ...SNAPSHOT, groups: [{ ...group, odd: 1, name: null }] })).toEqual([
      '/groups/0 must NOT have additional properties {"additionalProperty":"odd"}',
      '/groups/0/name must be string {"type":"string"}',
    ]);
  });

  test("is of its schema, whatever the host", () => {
    fc.assert(
      fc.property(arbitrarySample, fc.option(arbitrarySample), (sample, previous) => {
        const { snapshot } = deriveSnapshot(sample, previous);
        expect(listFaults(JSON.parse(jsonText(snapshot)))).toEqual([]);
      }),
    );
  });
});
