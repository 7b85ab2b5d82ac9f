const GONE: readonly unknown[] = ["ENOENT", "ESRCH", "ENODEV"];
const DENIED: readonly unknown[] = ["EACCES", "EPERM"];

/** Reads what belongs to a process or a cgroup; `null` when that ended meanwhile. */
export function unlessGone<Result>(read: () => Result): Result | null {
  return unless(GONE, read);
}

/** Reads what may be gone, or be kept even from root. */
export function unlessGoneOrDenied<Result>(read: () => Result): Result | null {
  return unless([...GONE, ...DENIED], read);
}

function unless<Result>(codes: readonly unknown[], read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && codes.includes(error.code)) return null;
    throw error;
  }
}
