import { Ajv, type ValidateFunction } from "ajv";
import { jsonSchema, PRINTED_TYPES, type PrintedType } from "../../scripts/json-schema.ts";

/** What a value has that the type of a command's output does not allow; empty when all is well. */
export type Faults = (value: unknown) => readonly string[];

/** Holds output against the schema of what `command` prints, and lets no field pass that is not declared. */
export function schemaFaults(command: keyof typeof PRINTED_TYPES): Faults {
  return typeFaults(PRINTED_TYPES[command]);
}

/** Holds a value against the schema of a type, and lets no field pass that is not declared. */
export function typeFaults(type: PrintedType): Faults {
  return faultsOf(new Ajv({ strictTypes: false, allErrors: true }).compile(jsonSchema(type, false)));
}

function faultsOf(validate: ValidateFunction): Faults {
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
