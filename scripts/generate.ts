/**
 * Writes what is made from the code: `npm run generate`. With `--check` it writes nothing, names each file that is
 * not what it would write, and ends with 1 if there is one.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { jsonSchema, PRINTED_TYPES, type PrintedType } from "./json-schema.ts";
import { withTables } from "./readme-tables.ts";

/** A file that is made from the code, or that has parts that are. */
export interface Output {
  /** From the top of the repository. */
  readonly file: string;
  /** Makes what it should hold from what it holds; "" when it is not there. */
  make(current: string): string;
}

/** Everything that is generated. */
export const OUTPUTS: readonly Output[] = [
  schemaOutput(PRINTED_TYPES.list),
  schemaOutput(PRINTED_TYPES.show),
  schemaOutput(PRINTED_TYPES.namespaces),
  schemaOutput(PRINTED_TYPES.doctor),
  schemaOutput(PRINTED_TYPES.event),
  { file: "README.md", make: withTables },
];

const root = fileURLToPath(new URL("..", import.meta.url));

/** Whether a file holds what it should. */
export function isFresh(output: Output): boolean {
  const current = contents(output);
  return output.make(current) === current;
}

if (import.meta.main) {
  if (process.argv.includes("--check")) check();
  else for (const output of OUTPUTS) writeFileSync(`${root}${output.file}`, output.make(contents(output)));
}

function check(): void {
  for (const { file } of OUTPUTS.filter((output) => !isFresh(output))) {
    console.error(`${file} is not what the code says: npm run generate`);
    process.exitCode = 1;
  }
}

function contents({ file }: Output): string {
  return existsSync(`${root}${file}`) ? readFileSync(`${root}${file}`, "utf8") : "";
}

function schemaOutput(type: PrintedType): Output {
  return {
    file: `docs/schema/${type.id}`,
    make: () => `${JSON.stringify(jsonSchema(type, true), null, 2)}\n`,
  };
}
