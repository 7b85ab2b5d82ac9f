import type { ProcessSample } from "../collector/sample.ts";
import type { EngineContainer } from "../engines/engine.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { ProcessGroup } from "./group-processes.ts";

/** A group of processes and who leads it. */
export interface LedGroup extends ProcessGroup {
  readonly leader: ProcessSample | null;
  /** What the engine says of it. */
  readonly container: EngineContainer | null;
  /** Of the leader; of the host's group, the host's own. */
  readonly namespaces: PerNamespace<number | null> | null;
}
