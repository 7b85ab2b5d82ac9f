import type { DirectoryListing, ListedFile } from "../host/directory-listing.ts";
import { decodeText } from "../host/text.ts";
import { type MountInfo, parseMountinfo } from "../procfs/mountinfo.ts";
import { parseMqueueFile } from "../procfs/mqueue-file.ts";
import type { DetailContext } from "./detail-context.ts";
import type { IpcFacts, PosixMessageQueueFacts } from "./detail-sample.ts";
import { readHostMounts } from "./host-mounts.ts";

export type PosixIpc = Pick<IpcFacts, "posixMessageQueues" | "posixSharedMemory">;

/** Where the C library keeps shared memory and semaphores that have names. */
const SHARED_MEMORY = "/dev/shm";

/** More than the line that a queue says of itself. */
const QUEUE_BYTES = 128;

const MAX_FILES = 1000;
const DEADLINE_MILLISECONDS = 3000;

const MISSING = "POSIX IPC objects are not known";

/** Reads the POSIX message queues and shared memory that a process can see, where they are mounted for it. */
export async function readPosixIpc(context: DetailContext): Promise<PosixIpc> {
  const { reader, issues, pid } = context;
  const path = `/proc/${pid}/mountinfo`;
  const mounts = issues.attempt(path, MISSING, () => parseMountinfo(reader.readText(path))) ?? [];
  const [queues, memory] = await Promise.all([
    listMount(context, queueMount(context, mounts), QUEUE_BYTES),
    listMount(
      context,
      mounts.findLast(({ mountPoint }) => mountPoint === SHARED_MEMORY),
      0,
    ),
  ]);
  return {
    posixMessageQueues: queues?.map((file) => queueFacts(context, file)) ?? null,
    posixSharedMemory: memory?.map(({ head, ...facts }) => facts) ?? null,
  };
}

/**
 * A `mqueue` file system shows the ipc namespace that it was first mounted in. Whoever went into a new ipc namespace
 * without mounting anew still sees the host's.
 */
function queueMount(context: DetailContext, mounts: readonly MountInfo[]): MountInfo | undefined {
  const { namespaces, hostNamespaces } = context;
  const mount = mounts.findLast(({ fsType }) => fsType === "mqueue");
  if (mount === undefined || namespaces.ipc === hostNamespaces.ipc) return mount;
  const isHosts = readHostMounts(context)?.some(({ device }) => device === mount.device);
  return isHosts === false ? mount : undefined;
}

/** @returns `null` when there is no such mount, or it cannot be looked at. */
async function listMount(
  { reader, issues, pid }: DetailContext,
  mount: MountInfo | undefined,
  headBytes: number,
): Promise<readonly ListedFile[] | null> {
  if (mount === undefined) return null;
  const path = `/proc/${pid}/root${mount.mountPoint}`;
  const wanted = { device: mount.device, maxEntries: MAX_FILES, headBytes };
  const listing = await issues.attemptLater<DirectoryListing>(path, MISSING, () =>
    reader.listPatiently(path, wanted, DEADLINE_MILLISECONDS),
  );
  if (listing?.isCut) issues.add("failed", path, `Only ${MAX_FILES} of its files are listed.`);
  return listing?.files ?? null;
}

function queueFacts(
  { issues, pid }: DetailContext,
  { name, ownerUid, head }: ListedFile,
): PosixMessageQueueFacts {
  const bytes =
    head &&
    issues.attempt(`/proc/${pid}/root/dev/mqueue`, "The size of a message queue is not known", () =>
      parseMqueueFile(decodeText(head)),
    );
  return { name, bytes, ownerUid };
}
