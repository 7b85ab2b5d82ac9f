import type { DetailContext } from "./detail-context.ts";
import type { IpcFacts } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";
import { readPosixIpc } from "./read-posix-ipc.ts";
import { readSystemVIpc, type SystemVIpc } from "./read-system-v-ipc.ts";

/** Entering a namespace takes a program: some milliseconds. */
const FRESH_SECONDS = 3;

/** How many objects of one sort are told. The kernel allows some ten thousand. */
const MAX_OBJECTS = 1000;

const NOT_KNOWN: SystemVIpc = { sharedMemory: null, semaphores: null, messageQueues: null };

/** Reads what lives in ipc namespaces. */
export class IpcReader {
  readonly #cache = new FreshCache<number, SystemVIpc>();

  async read(context: DetailContext): Promise<IpcFacts> {
    const [systemV, posix] = await Promise.all([this.#readSystemV(context), readPosixIpc(context)]);
    const { sharedMemory, semaphores, messageQueues } = systemV ?? NOT_KNOWN;
    return {
      sharedMemory: bounded(context, "shared memory segments", sharedMemory),
      semaphores: bounded(context, "semaphore sets", semaphores),
      messageQueues: bounded(context, "message queues", messageQueues),
      ...posix,
    };
  }

  #readSystemV(context: DetailContext): Promise<SystemVIpc | null> {
    const { issues, namespaces, nowSeconds } = context;
    const inode = namespaces.ipc;
    return issues.attemptLater("/proc/sysvipc", "System V IPC objects are not known", async () =>
      inode === null
        ? null
        : this.#cache.get(inode, nowSeconds, FRESH_SECONDS, () => readSystemVIpc(context)),
    );
  }
}

function bounded<Item>(
  { issues }: DetailContext,
  what: string,
  items: readonly Item[] | null,
): readonly Item[] | null {
  if (items === null || items.length <= MAX_OBJECTS) return items;
  issues.add("failed", "/proc/sysvipc", `Only ${MAX_OBJECTS} of ${items.length} ${what} are listed.`);
  return items.slice(0, MAX_OBJECTS);
}
