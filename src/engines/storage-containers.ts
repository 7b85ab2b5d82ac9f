import type { Answer } from "./answer.ts";
import type { EngineContainer } from "./engine.ts";
import { unlessDamaged } from "./read-json.ts";

/** What `containers.json` of containers/storage says of a container. */
export type StoredContainer = Pick<EngineContainer, "image"> & { readonly name: string | null };

/**
 * Finds a container in the `containers.json` that Podman and CRI-O keep: names, and metadata that are JSON within the JSON.
 *
 * @throws {SyntaxError} If it has another shape.
 */
export function storedContainer(containers: Answer, id: string): StoredContainer | null {
  const found = containers.items().find((item) => item.field("id").textOrNull() === id);
  if (found === undefined) return null;
  const metadata = found.field("metadata").textOrNull();
  const image =
    metadata === null ? null : unlessDamaged(() => found.inner("metadata").field("image-name").textOrNull());
  return { name: found.field("names").itemsOrNone()[0]?.textOrNull() ?? null, image };
}
