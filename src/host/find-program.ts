import fs from "node:fs";
import path from "node:path";

/** Where the system's own programs are. `PATH` is not asked: whoever starts nstop as root may have been led astray. */
export const PROGRAM_DIRECTORIES = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"] as const;

/**
 * Finds a program of the host, such as `ip`, in the system's own directories and nowhere else.
 *
 * @returns Its absolute path, or `null` when it is not installed.
 */
export function findProgram(
  name: string,
  directories: readonly string[] = PROGRAM_DIRECTORIES,
): string | null {
  return directories.map((directory) => path.join(directory, name)).find(isExecutableFile) ?? null;
}

function isExecutableFile(candidate: string): boolean {
  const status = fs.statSync(candidate, { throwIfNoEntry: false });
  return status?.isFile() === true && (status.mode & 0o111) !== 0;
}
