import net from "node:net";
import { EngineFailure } from "./engine-failure.ts";
import { type EngineLimits, timeText } from "./engine-limits.ts";

/**
 * Connects to a socket and hangs up: whether anybody is there is known before dockerode, which takes a fifth of a
 * second and 35 MB to load, is loaded for nothing.
 *
 * @throws {Error} The system's, when nobody accepts.
 */
export async function probeSocket(
  socketPath: string,
  { requestMilliseconds }: Pick<EngineLimits, "requestMilliseconds">,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = net.connect(socketPath, resolve);
  socket.on("error", reject);
  const deadline = setTimeout(
    () => reject(new EngineFailure("silent", timeText(requestMilliseconds))),
    requestMilliseconds,
  );
  try {
    await promise;
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}
