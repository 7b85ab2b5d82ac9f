import type { NamespaceType } from "../procfs/namespace-link.ts";
import type { CustomCommand } from "./custom-command.ts";
import type { SignalName } from "./signal-name.ts";
import type { GroupSubject, ProcessSubject, Subject } from "./subject.ts";

/** What a person wants done, complete: nothing of it is looked up again but whether the subjects are still the same. */
export type Order = BackgroundOrder | TerminalOrder;

/** Done while the user interface goes on. */
export type BackgroundOrder =
  | {
      readonly action: "signal";
      readonly subjects: readonly ProcessSubject[];
      readonly signal: SignalName;
    }
  /** By the cgroup, without an engine. */
  | { readonly action: "freeze" | "thaw"; readonly subjects: readonly GroupSubject[] }
  | { readonly action: EngineAction; readonly subjects: readonly GroupSubject[] }
  | {
      readonly action: "limits";
      readonly subjects: readonly GroupSubject[];
      readonly limits: ContainerLimits;
    };

/** What a container's engine is asked to do. */
export type EngineAction = "pause" | "unpause" | "stop" | "kill" | "restart" | "remove";

/** Limits to set; absent: unchanged. */
export interface ContainerLimits {
  /** 100 is one core; `max` takes the limit away. */
  readonly cpuPercent?: number | "max";
  readonly memoryBytes?: number | "max";
}

/** Takes the terminal: the user interface is suspended meanwhile. */
export type TerminalOrder =
  | {
      readonly action: "enter";
      readonly subject: Subject;
      /** `all`: the container's own files and shell; else the host's files in these of its namespaces. */
      readonly namespaces: "all" | readonly EnterableNamespace[];
      /** `null`: a shell. */
      readonly command: readonly string[] | null;
    }
  | { readonly action: "run"; readonly subject: Subject; readonly command: CustomCommand };

/** Namespaces that the host's own tools are of use in. */
export type EnterableNamespace = Extract<NamespaceType, "net" | "pid" | "ipc" | "uts">;

export function isTerminalOrder(order: Order): order is TerminalOrder {
  return order.action === "enter" || order.action === "run";
}
