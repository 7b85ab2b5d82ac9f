import type { Answer } from "./answer.ts";
import { parseContainerId } from "./container-id.ts";
import { containerState } from "./container-state.ts";
import type { ContainerState } from "./engine.ts";

/** What is asked about a container right before something is done to it, and right after. */
export interface ControlledContainer {
  readonly id: string;
  /** `null` for a word of an engine newer than nstop. */
  readonly state: ContainerState | null;
  /** Host pid of its first process; `null` when it has none. */
  readonly pid: number | null;
  readonly exitCode: number | null;
  /** How long the engine waits for it to stop before it kills it; `null` for the engine's own 10 s. */
  readonly stopSeconds: number | null;
  readonly limits: SetLimits;
}

/** Limits as Docker keeps them: 0 is none that was ever set. */
export interface SetLimits {
  /** In thousand-millionths of a core: what `--cpus` sets. */
  readonly nanoCpus: number;
  /** In microseconds of each period: what `--cpu-quota` sets; -1 is none. */
  readonly cpuQuota: number;
  /** In microseconds; 0 for the kernel's own 100,000. */
  readonly cpuPeriod: number;
  /** In bytes. */
  readonly memory: number;
  /** Memory and swap together, in bytes; -1 is none. */
  readonly memorySwap: number;
}

/**
 * Reads `GET /containers/ID/json`.
 *
 * @throws {SyntaxError} If it has another shape.
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect
 */
export function controlledContainer(inspection: Answer): ControlledContainer {
  const state = inspection.field("State");
  const hostConfig = inspection.field("HostConfig");
  const number = (name: string) => hostConfig.field(name).numberOrNull() ?? 0;
  return {
    id: parseContainerId(inspection.field("Id").text()),
    state: containerState(state.field("Status").text()),
    pid: state.field("Pid").countOrNull() || null,
    exitCode: state.field("ExitCode").numberOrNull(),
    stopSeconds: inspection.field("Config").field("StopTimeout").numberOrNull(),
    limits: {
      nanoCpus: number("NanoCpus"),
      cpuQuota: number("CpuQuota"),
      cpuPeriod: number("CpuPeriod"),
      memory: number("Memory"),
      memorySwap: number("MemorySwap"),
    },
  };
}
