import type { EngineName } from "./engine.ts";

/** Whose log somebody wants to see, and all that is known of where it is. */
export interface LogRequest {
  readonly groupId: string;
  readonly kind: "container" | "namespace" | "service" | "host";
  readonly engine: EngineName | null;
  /** URL of the socket of the engine that knows the container. */
  readonly engineEndpoint: string | null;
  readonly containerId: string | null;
  readonly cgroupPath: string | null;
}
