import { type FlatKeyed, flatKeyed } from "./flat-keyed.ts";
import { limitOrMax } from "./limit.ts";

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
  /** Swapped out; `null` in v2, which has `memory.swap.current`. */
  readonly swapBytes: number | null;
  /** What the kernel keeps for it; `null` in v1, which has `memory.kmem.usage_in_bytes`. */
  readonly kernelBytes: number | null;
  /** Pages that were thrown out and wanted back, since the cgroup was made; `null` where the kernel does not tell. */
  readonly refaults: number | null;
  /** v1: the tightest limit over the cgroup and all around it; `null` in v2. */
  readonly hierarchicalLimitBytes: number | "max" | null;
}

/**
 * Where each version keeps the fields. v1's keys without `total_` leave out the cgroups below, and are all
 * that there is with `memory.use_hierarchy` off.
 */
const KEYS = [
  { anonymous: "anon", file: "file", prefix: "" },
  { anonymous: "total_rss", file: "total_cache", prefix: "total_" },
  { anonymous: "rss", file: "cache", prefix: "" },
] as const;

/** Those of v2 that `kernel`, new in Linux 5.18, is the sum of, as far as older kernels tell. */
const KERNEL_KEYS = ["kernel_stack", "pagetables", "percpu", "slab"] as const;

/**
 * Parses `memory.stat`.
 *
 * @throws {SyntaxError} If `text` is the `memory.stat` of neither cgroup v1 nor v2.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html#stat-file
 */
export function parseMemoryStat(text: string): MemoryStat {
  const fields = flatKeyed(text, "memory.stat");
  const { anonymous, file, prefix } = KEYS.find((keys) => fields.has(keys.anonymous)) ?? KEYS[0];
  const limit = fields.optional("hierarchical_memory_limit");
  return {
    anonymousBytes: fields.number(anonymous),
    fileBytes: fields.number(file),
    inactiveFileBytes: fields.number(`${prefix}inactive_file`),
    sharedBytes: fields.optional(`${prefix}shmem`),
    swapBytes: fields.optional(`${prefix}swap`),
    kernelBytes: fields.optional("kernel") ?? sum(fields, KERNEL_KEYS),
    refaults:
      sum(fields, [`${prefix}workingset_refault_anon`, `${prefix}workingset_refault_file`]) ??
      fields.optional(`${prefix}workingset_refault`),
    hierarchicalLimitBytes: limit === null ? null : limitOrMax(limit),
  };
}

/** @returns `null` when none of the keys is there. */
function sum(fields: FlatKeyed, keys: readonly string[]): number | null {
  const present = keys.filter((key) => fields.has(key));
  return present.length === 0 ? null : present.reduce((total, key) => total + fields.number(key), 0);
}
