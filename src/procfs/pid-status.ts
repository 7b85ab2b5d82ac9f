import { keyValueLines } from "./key-value-lines.ts";
import { words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { kibibytes, wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/status";

/** Real, effective, saved and file system id. */
export type Ids = readonly [real: number, effective: number, saved: number, fileSystem: number];

/** Sets of capabilities, named as in `/proc/[pid]/status` without `Cap`. */
export type CapabilitySet = "Inh" | "Prm" | "Eff" | "Bnd" | "Amb";

/** `/proc/[pid]/status`, the fields nstop uses. `null` is what this kernel does not tell. */
export interface PidStatus {
  readonly threadGroupId: number;
  readonly pid: number;
  readonly parentPid: number;
  /** 0 when nobody traces it. */
  readonly tracerPid: number;
  readonly uids: Ids;
  readonly gids: Ids;
  /** Supplementary group ids. */
  readonly groups: readonly number[];
  /** Its pid in each pid namespace from the reader's inward: the last is what it sees itself. */
  readonly namespacePids: readonly number[] | null;
  /** Its process group's id in each of them. */
  readonly namespaceProcessGroups: readonly number[] | null;
  /** Its session's id in each of them. */
  readonly namespaceSessions: readonly number[] | null;
  /** Resident set, in bytes; `null` for kernel threads and zombies. */
  readonly residentBytes: number | null;
  /** Swapped-out anonymous memory, in bytes; `null` for kernel threads and zombies. */
  readonly swapBytes: number | null;
  readonly threads: number;
  /** Hexadecimal masks: see `capability.ts`. */
  readonly capabilityMasks: Readonly<Record<CapabilitySet, string>>;
  readonly noNewPrivileges: boolean | null;
  /** 0 off, 1 strict, 2 filter. */
  readonly seccomp: number | null;
}

/**
 * Parses `/proc/[pid]/status`.
 *
 * @throws {SyntaxError} If a line has no colon, or a field that every kernel has is missing or malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function parsePidStatus(text: string): PidStatus {
  const fields = keyValueLines(text, ":", FILE);
  const noNewPrivileges = optional(fields.get("NoNewPrivs"), number);
  return {
    threadGroupId: number(fields.get("Tgid")),
    pid: number(fields.get("Pid")),
    parentPid: number(fields.get("PPid")),
    tracerPid: number(fields.get("TracerPid")),
    uids: ids(fields.get("Uid")),
    gids: ids(fields.get("Gid")),
    groups: numbers(fields.get("Groups")),
    namespacePids: optional(fields.get("NSpid"), numbers),
    namespaceProcessGroups: optional(fields.get("NSpgid"), numbers),
    namespaceSessions: optional(fields.get("NSsid"), numbers),
    residentBytes: optional(fields.get("VmRSS"), bytes),
    swapBytes: optional(fields.get("VmSwap"), bytes),
    threads: number(fields.get("Threads")),
    capabilityMasks: {
      Inh: mask(fields.get("CapInh")),
      Prm: mask(fields.get("CapPrm")),
      Eff: mask(fields.get("CapEff")),
      Bnd: mask(fields.get("CapBnd")),
      Amb: mask(fields.get("CapAmb")),
    },
    noNewPrivileges: noNewPrivileges === null ? null : noNewPrivileges !== 0,
    seccomp: optional(fields.get("Seccomp"), number),
  };
}

function optional<Value>(text: string | undefined, parse: (text: string) => Value): Value | null {
  return text === undefined ? null : parse(text);
}

function number(text: string | undefined): number {
  return wholeNumber(text, FILE);
}

function bytes(text: string): number {
  return kibibytes(text, FILE);
}

function numbers(text: string | undefined): readonly number[] {
  if (text === undefined) throw malformed(FILE, text);
  return words(text).map(number);
}

function ids(text: string | undefined): Ids {
  const [real, effective, saved, fileSystem] = text === undefined ? [] : words(text);
  return [number(real), number(effective), number(saved), number(fileSystem)];
}

function mask(text: string | undefined): string {
  if (text === undefined || !/^[0-9a-f]{16}$/.test(text)) throw malformed(FILE, text);
  return text;
}
