import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import type { NamespacePin } from "./namespace-survey.ts";

/** How many pins of one namespace are named; a mount is copied into every mount namespace that is made. */
const MAX_NAMED = 8;

/** What keeps one namespace alive, as far as it has been found. */
export interface PinnedNamespace {
  readonly type: NamespaceType;
  readonly inode: number;
  readonly pins: readonly NamespacePin[];
  readonly morePins: number;
}

interface GrowingNamespace extends PinnedNamespace {
  readonly pins: NamespacePin[];
  morePins: number;
}

/** Gathers what keeps namespaces alive. */
export class PinTable {
  readonly #byLink = new Map<string, GrowingNamespace>();

  /**
   * Notes what keeps a namespace alive.
   *
   * @param link - The namespace as the kernel writes it, `type:[inode]`; whatever else it is, is passed over.
   */
  add(link: string, kind: NamespacePin["kind"], pid: number, path: string): void {
    const namespace = this.#byLink.get(link) ?? newNamespace(link);
    if (namespace === null) return;
    this.#byLink.set(link, namespace);
    if (namespace.pins.length < MAX_NAMED) namespace.pins.push({ kind, pid, path });
    else namespace.morePins += 1;
  }

  /** All that have been found so far. */
  list(): readonly PinnedNamespace[] {
    return [...this.#byLink.values()].map((namespace) => ({ ...namespace, pins: [...namespace.pins] }));
  }
}

function newNamespace(link: string): GrowingNamespace | null {
  const match = /^([a-z]+):\[(\d+)\]$/.exec(link);
  const type = NAMESPACE_TYPES.find((name) => name === match?.[1]);
  return type === undefined ? null : { type, inode: Number(match?.[2]), pins: [], morePins: 0 };
}
