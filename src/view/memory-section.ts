import type { CgroupView, MemoryView } from "../model/cgroup-view.ts";
import { bytes } from "../report/format.ts";
import { bar } from "./bar.ts";
import { alphabetical, descending } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import { unpainted } from "./theme.ts";

/** A part of a control group's memory, or what it is protected by. */
export interface MemoryRow {
  readonly name: string;
  readonly value: number | null;
  /** Of all memory that is charged to it; `null` where it is not a part of that. */
  readonly percent: number | null;
  readonly meaning: string;
}

interface Part {
  readonly name: string;
  readonly value: (memory: MemoryView) => number | null;
  readonly isPart: boolean;
  /** Left out where there is none. */
  readonly isOptional?: boolean;
  readonly meaning: string;
}

const PARTS: readonly Part[] = [
  {
    name: "anonymous",
    value: ({ anonymousBytes }) => anonymousBytes,
    isPart: true,
    meaning: "heaps and stacks: only swap can take it",
  },
  {
    name: "file",
    value: ({ fileBytes }) => fileBytes,
    isPart: true,
    meaning: "page cache, shared memory with it: clean pages of files can be dropped",
  },
  {
    name: "of it shared",
    value: ({ sharedBytes }) => sharedBytes,
    isPart: true,
    isOptional: true,
    meaning: "shared memory and tmpfs: only swap can take it",
  },
  {
    name: "kernel",
    value: ({ kernelBytes }) => kernelBytes,
    isPart: true,
    meaning: "what the kernel keeps for it: page tables, sockets, inodes",
  },
  {
    name: "swap",
    value: ({ swapBytes }) => swapBytes,
    isPart: false,
    meaning: "swapped out, and not among the memory above",
  },
  { name: "peak", value: ({ peakBytes }) => peakBytes, isPart: false, meaning: "the most it ever had" },
  {
    name: "never taken",
    value: ({ minBytes }) => minBytes,
    isPart: false,
    isOptional: true,
    meaning: "memory.min: what is left to it even when the host runs out",
  },
  {
    name: "taken last",
    value: ({ lowBytes }) => lowBytes,
    isPart: false,
    isOptional: true,
    meaning: "memory.low: what is left to it while there is memory elsewhere",
  },
];

/** What the memory of the control group is. */
export function memorySection(cgroup: CgroupView | null | undefined): Section<MemoryRow> {
  return {
    title: "Memory",
    columns: COLUMNS,
    ...partRows(cgroup && memoryRows(cgroup), "not counted: the memory controller is not on here"),
    key: ({ name }) => `memory:${name}`,
    searchText: ({ name, meaning }) => `memory ${name} ${meaning}`,
    copies: ({ name, value }) => `${name} ${bytes(value)}`,
  };
}

function memoryRows({ memory }: CgroupView): readonly MemoryRow[] {
  if (memory === null) return [];
  const { currentBytes } = memory;
  return PARTS.flatMap(({ name, value: read, isPart, isOptional, meaning }) => {
    const value = read(memory);
    if (isOptional === true && (value ?? 0) === 0) return [];
    const isShare = isPart && value !== null && currentBytes !== null && currentBytes > 0;
    return [{ name, value, percent: isShare ? (value / currentBytes) * 100 : null, meaning }];
  });
}

const COLUMNS: Readonly<Record<string, Column<MemoryRow>>> = {
  name: {
    title: "MEMORY",
    help: "Part of it, or what it is protected by",
    width: 14,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    compare: alphabetical(({ name }) => name),
  },
  value: {
    title: "BYTES",
    help: "How much that is",
    width: 8,
    align: "right",
    priority: 0,
    text: ({ value }) => bytes(value),
    style: ({ value }) => (value === 0 || value === null ? { dim: true } : undefined),
    compare: descending(({ value }) => value),
  },
  share: {
    title: "SHARE",
    help: "Share of all the memory that is charged to it",
    width: 10,
    align: "left",
    priority: 2,
    text: ({ percent }, cells = 10) => (percent === null ? "" : unpainted(bar(percent, cells))),
    style: () => ({ color: "blue" }),
    compare: descending(({ percent }) => percent),
  },
  meaning: {
    title: "WHICH MEANS",
    help: "What that memory is",
    width: 20,
    grow: 1,
    align: "left",
    priority: 1,
    text: ({ meaning }) => meaning,
    style: () => ({ dim: true }),
  },
};
