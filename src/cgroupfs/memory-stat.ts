import { flatKeyed } from "./flat-keyed.ts";

/** `memory.stat` of cgroup v1 or v2 with everything below it, in bytes. */
export interface MemoryStat {
  /** Memory of processes that no file stands behind. */
  readonly anonymousBytes: number;
  /** Page cache, shared memory included. */
  readonly fileBytes: number;
  /** Page cache that was not used lately: the first to be given back. Usage less this is the working set. */
  readonly inactiveFileBytes: number;
  /** Shared memory and tmpfs; `null` where v1 does not tell. */
  readonly sharedBytes: number | null;
}

/**
 * Where each version keeps the fields. v1's keys without `total_` leave out the cgroups below, and are all
 * that there is with `memory.use_hierarchy` off.
 */
const KEYS = [
  { anonymous: "anon", file: "file", inactiveFile: "inactive_file", shared: "shmem" },
  { anonymous: "total_rss", file: "total_cache", inactiveFile: "total_inactive_file", shared: "total_shmem" },
  { anonymous: "rss", file: "cache", inactiveFile: "inactive_file", shared: "shmem" },
] as const;

/**
 * Parses `memory.stat`.
 *
 * @throws {SyntaxError} If `text` is the `memory.stat` of neither cgroup v1 nor v2.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html#stat-file
 */
export function parseMemoryStat(text: string): MemoryStat {
  const fields = flatKeyed(text, "memory.stat");
  const keys = KEYS.find(({ anonymous }) => fields.has(anonymous)) ?? KEYS[0];
  return {
    anonymousBytes: fields.number(keys.anonymous),
    fileBytes: fields.number(keys.file),
    inactiveFileBytes: fields.number(keys.inactiveFile),
    sharedBytes: fields.optional(keys.shared),
  };
}
