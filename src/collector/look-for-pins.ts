import { setTimeout } from "node:timers/promises";
import type { HostReader } from "../host/host-reader.ts";
import { DeepLook } from "./deep-look.ts";
import { IssueLog } from "./issue-log.ts";
import type { PinnedNamespace } from "./pin-table.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** How long the sampler is held up at once … */
const SLICE_MILLISECONDS = 10;

/** … and left alone after that: nobody waits for the answer. */
const PAUSE_MILLISECONDS = 90;

/** Takes a whole deep look for the sake of a few namespaces, at a tenth of the speed that it could have. */
export async function lookForPins(
  reader: HostReader,
  processes: readonly TrackedProcess[],
): Promise<readonly PinnedNamespace[]> {
  // What cannot be read is said by whoever looks at the namespaces; here there is nobody to tell.
  const look = new DeepLook(reader, new IssueLog(), processes);
  while (look.progress < 1) {
    const end = performance.now() + SLICE_MILLISECONDS;
    look.goOn(() => performance.now() >= end);
    await setTimeout(PAUSE_MILLISECONDS);
  }
  return look.found().pinned;
}
