import type { ContainerLimits } from "../actions/order.ts";
import type { LimitsMode } from "./mode.ts";

/** What was typed, or what is wrong with it. */
export type Typed<Value> = { readonly value: Value | undefined } | { readonly complaint: string };

const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `150%` of a core, or `1.5` cores; `max` is no limit, nothing is no change. In percent of one core. */
export function parseCpu(text: string): Typed<number | "max"> {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "") return { value: undefined };
  if (trimmed === "max") return { value: "max" };
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?|\.\d+) *(%|cores?)?$/.exec(trimmed) ?? [];
  const value = Number(number) * (unit === "%" ? 1 : 100);
  if (number === "" || !(value >= 1))
    return { complaint: "CPU: write cores such as 1.5, or percent of one such as 150%; max for no limit" };
  return { value };
}

/** `512M`, `1.5G`; `max` is no limit, nothing is no change. In bytes. */
export function parseMemory(text: string): Typed<number | "max"> {
  const trimmed = text.trim().toUpperCase();
  if (trimmed === "") return { value: undefined };
  if (trimmed === "MAX") return { value: "max" };
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?|\.\d+) *([KMGT])(?:I?B)?$/.exec(trimmed) ?? [];
  const value = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN));
  if (!(value > 0))
    return { complaint: "memory: write it with its unit, such as 512M or 1.5G; max for no limit" };
  return { value };
}

/** The limits that the form asks for, or what is wrong with it. */
export function formLimits({
  cpu,
  memory,
}: Pick<LimitsMode, "cpu" | "memory">):
  | { readonly limits: ContainerLimits }
  | { readonly complaint: string } {
  const [cpuPercent, memoryBytes] = [parseCpu(cpu), parseMemory(memory)];
  if ("complaint" in cpuPercent) return cpuPercent;
  if ("complaint" in memoryBytes) return memoryBytes;
  if (cpuPercent.value === undefined && memoryBytes.value === undefined)
    return { complaint: "write a limit; what is left empty stays as it is" };
  return {
    limits: {
      ...(cpuPercent.value === undefined ? {} : { cpuPercent: cpuPercent.value }),
      ...(memoryBytes.value === undefined ? {} : { memoryBytes: memoryBytes.value }),
    },
  };
}
