import type Docker from "dockerode";
import type { BoundedModem } from "./bounded-modem.ts";
import type { EngineLimits } from "./engine-limits.ts";

/** dockerode, and what it sends its requests through. */
export interface OpenedDocker {
  readonly docker: Docker;
  /** To be closed by whoever opened it. */
  readonly modem: BoundedModem;
}

/** Loads dockerode and Node's HTTP, which is done only once somebody is known to listen at the socket. */
export async function openDocker(
  socketPath: string,
  limits: Pick<EngineLimits, "requestMilliseconds" | "answerBytes">,
): Promise<OpenedDocker> {
  const { default: Docker } = await import("dockerode");
  const { BoundedModem } = await import("./bounded-modem.ts");
  const modem = new BoundedModem(socketPath, limits);
  return { docker: new Docker({ modem }), modem };
}
