import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

/** A type that a command prints as JSON. */
export interface PrintedType {
  readonly name: string;
  /** Where it is declared, from the top of the repository. */
  readonly file: string;
  /** `$id` of its schema: the schema's own file name. */
  readonly id: string;
}

export const PRINTED_TYPES = {
  list: { name: "Snapshot", file: "src/model/snapshot.ts", id: "list.schema.json" },
  show: { name: "Show", file: "src/model/detail.ts", id: "show.schema.json" },
  namespaces: { name: "Namespaces", file: "src/model/detail.ts", id: "namespaces.schema.json" },
  doctor: { name: "Doctor", file: "src/model/doctor.ts", id: "doctor.schema.json" },
  event: { name: "EventLine", file: "src/stream/protocol.ts", id: "event.schema.json" },
} as const satisfies Readonly<Record<string, PrintedType>>;

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Makes the JSON Schema (draft-07) of a type from its TypeScript declaration and the comments on it.
 *
 * @param additionalProperties Whether fields may be there that the type does not know. The published schemas allow
 *   them, since later versions add fields; tests do not, so that every field printed is one that is declared.
 */
export function jsonSchema({ name, file, id }: PrintedType, additionalProperties: boolean): object {
  const generator = createGenerator({
    path: `${root}${file}`,
    type: name,
    schemaId: id,
    tsconfig: `${root}tsconfig.json`,
    additionalProperties,
    topRef: false,
    // `npm run types` does that.
    skipTypeCheck: true,
  });
  return generator.createSchema(name);
}
