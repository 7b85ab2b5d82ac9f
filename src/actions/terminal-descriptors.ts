import type { ChildProcess } from "node:child_process";
import { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";

/** `O_CLOEXEC` of `open(2)`, which Node does not name: the descriptor is nstop's own, and no other program gets it. */
const O_CLOEXEC = 0o2000000;

/**
 * What follows the first three of `stdio`, so that a program gets nothing of what whoever started nstop left open, such
 * as a pipe or a directory: every program that nstop starts would get it, and one in a container must not. In the place
 * of each it gets a pipe, of which {@link letGo} closes the other end.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html
 */
export function maskInherited(): readonly ("pipe" | "ignore")[] {
  const inherited = inheritedDescriptors();
  return Array.from({ length: Math.max(2, ...inherited) - 2 }, (_, index) =>
    inherited.includes(index + 3) ? "pipe" : "ignore",
  );
}

/** Closes nstop's ends of what a program got in the place of inherited descriptors. */
export function letGo({ stdio }: ChildProcess): void {
  for (const stream of stdio.slice(3)) stream?.destroy();
}

function inheritedDescriptors(): readonly number[] {
  const reader = new HostReader();
  return reader
    .list("/proc/self/fd")
    .map(Number)
    .filter((descriptor) => descriptor > 2 && isInherited(reader, descriptor));
}

function isInherited(reader: HostReader, descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(reader.readText(`/proc/self/fdinfo/${descriptor}`))?.[1] ?? "";
    return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch (error) {
    // The directory was listed through a descriptor, which is in the list and closed by now.
    if (error instanceof ReadFailure && error.kind === "gone") return false;
    throw error;
  }
}
