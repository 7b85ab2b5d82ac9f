/**
 * Why something of the host could not be read: `gone` is a process, cgroup or file that is not there (any more),
 * `denied` what this user may not read, `hangs` a read that did not come back, `failed` everything else
 * (no memory, no descriptors, an I/O error).
 */
export type ReadFailureKind = "gone" | "denied" | "hangs" | "failed";

const KINDS: Readonly<Record<string, ReadFailureKind>> = {
  ENOENT: "gone",
  ESRCH: "gone",
  ENODEV: "gone",
  // A pressure file of a kernel that accounts none.
  EOPNOTSUPP: "gone",
  ENOTSUP: "gone",
  EACCES: "denied",
  EPERM: "denied",
  // Node's own word, when it runs with --permission.
  ERR_ACCESS_DENIED: "denied",
};

/** The system's word for a name that holds what is not UTF-8, where the runtime has no way to say such a name. */
export const UNSPEAKABLE = "EILSEQ";

/** A file, directory or link of the host that could not be read. */
export class ReadFailure extends Error {
  override readonly name = "ReadFailure";
  readonly kind: ReadFailureKind;
  /** As it was asked for, without the root. */
  readonly path: string;
  /** The system's own word for it, such as `EACCES`. */
  readonly code: string;

  constructor(kind: ReadFailureKind, path: string, code: string, options?: ErrorOptions) {
    super(`${path}: ${code}`, options);
    this.kind = kind;
    this.path = path;
    this.code = code;
  }
}

/**
 * Makes a {@link ReadFailure} of what a system call threw at `path`.
 *
 * @throws `error` itself when the system did not raise it.
 */
export function readFailure(error: unknown, path: string): ReadFailure {
  const code = errorCode(error);
  if (code === null) throw error;
  return new ReadFailure(KINDS[code] ?? "failed", path, code, { cause: error });
}

/** The system's word for an error, such as `EMFILE`; `null` when neither the system nor the runtime's permissions refused. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // What is raised for such a name has no code.
  if (error.name === "InvalidData") return UNSPEAKABLE;
  if (!("code" in error)) return null;
  if (!("syscall" in error) && error.code !== "ERR_ACCESS_DENIED") return null;
  return typeof error.code === "string" ? error.code : null;
}
