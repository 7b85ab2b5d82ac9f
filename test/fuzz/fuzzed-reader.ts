/** Something that reads what another program, a kernel or a person wrote, and keeps its word whatever that is. */
export interface FuzzedReader {
  readonly name: string;
  /** Reads text; bytes that are no UTF-8 are in it as `decodeText` of `src/host/text.ts` has them. */
  readonly read: (text: string) => unknown;
  /** What it takes. */
  readonly samples: readonly string[];
  /** The errors that it is documented to throw; none when there are none. */
  readonly throws: readonly (new (
    ...args: never[]
  ) => Error)[];
  /** Whether what it made of a text is what it may make. */
  readonly isSound: (result: unknown) => boolean;
  /** Reads the same in these pieces, where it takes what comes piece by piece. */
  readonly readPieces?: (pieces: readonly string[]) => unknown;
}

/** A parser of a kernel's file, and what it takes. */
export interface KernelParser extends Pick<FuzzedReader, "name" | "samples"> {
  readonly parse: FuzzedReader["read"];
}

/** A parser of kernel files gives a record whose every number is one, or throws a `SyntaxError`. */
export function kernelReader({ name, parse, samples }: KernelParser): FuzzedReader {
  return { name, read: parse, samples, throws: [SyntaxError], isSound: hasOnlyFiniteNumbers };
}

/** Of others it is enough that they give an answer, or throw a `SyntaxError`. */
export function reader(
  name: string,
  read: FuzzedReader["read"],
  samples: readonly string[],
  more: Partial<FuzzedReader> = {},
): FuzzedReader {
  return { name, read, samples, throws: [SyntaxError], isSound: () => true, ...more };
}

function hasOnlyFiniteNumbers(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (value instanceof Map) return [...value].every(hasOnlyFiniteNumbers);
  if (value === null || typeof value !== "object") return value !== undefined;
  return Object.values(value).every(hasOnlyFiniteNumbers);
}
