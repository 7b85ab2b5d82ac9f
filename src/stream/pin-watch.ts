import type { Collector } from "../collector/collector.ts";
import type { NamespacePin } from "../collector/namespace-survey.ts";
import type { Look } from "../model/derive-events.ts";
import { type HostEvent, MAX_EVENTS } from "../model/host-event.ts";
import { pinnedEvent } from "../model/pinned-event.ts";
import { processWithPid } from "../model/process-with-pid.ts";

/** Whoever takes a container down has a moment to unmount and close what is left of it. */
const SETTLE_SECONDS = 2;

/** After a look nobody looks for so many times as long: where namespaces come and go, it costs a few percent … */
const RESTS = 5;

/** … but no longer than this. */
const MAX_REST_SECONDS = 15;

interface Emptied {
  readonly event: HostEvent;
  readonly atSeconds: number;
}

/** Finds out what becomes of namespaces that the last process has left. */
export class PinWatch {
  readonly #collector: Pick<Collector, "lookForPins">;
  /** Not looked for yet, by `TYPE:INODE`. */
  readonly #emptied = new Map<string, Emptied>();
  #isLooking = false;
  #restsUntil = 0;

  constructor(collector: Pick<Collector, "lookForPins">) {
    this.#collector = collector;
  }

  /** Takes in what has just happened. */
  note(events: readonly HostEvent[], nowSeconds: number): void {
    for (const event of events) {
      if (event.kind === "namespace-created") this.#emptied.delete(keyOf(event));
      if (event.kind === "namespace-emptied") {
        this.#emptied.set(keyOf(event), { event, atSeconds: nowSeconds });
      }
    }
    for (const oldest of this.#emptied.keys()) {
      if (this.#emptied.size > MAX_EVENTS) this.#emptied.delete(oldest);
    }
  }

  /**
   * Looks for what keeps those alive that have been empty for a while; seldom.
   *
   * @param newest - The last look at the host, whenever it is asked.
   * @returns What there is to tell; nothing of namespaces that are gone, as most are.
   */
  async find(newest: () => Look): Promise<readonly HostEvent[]> {
    const begun = newest().sample.monotonicSeconds;
    const due = this.#takeDue(begun);
    if (due.length === 0) return [];
    this.#isLooking = true;
    try {
      const pinned = await this.#collector.lookForPins();
      const pins = new Map(pinned.map((each) => [`${each.type}:${each.inode}`, each.pins]));
      const look = newest();
      return due.flatMap(({ event }) => {
        const pin = pins.get(keyOf(event))?.find((each) => isThere(each, look));
        return pin === undefined || isInhabited(event, look) ? [] : [pinnedEvent(event, pin, look)];
      });
    } finally {
      const ended = newest().sample.monotonicSeconds;
      this.#restsUntil = ended + Math.min(RESTS * (ended - begun), MAX_REST_SECONDS);
      this.#isLooking = false;
    }
  }

  #takeDue(nowSeconds: number): readonly Emptied[] {
    if (this.#isLooking || nowSeconds < this.#restsUntil) return [];
    const due = [...this.#emptied.values()].filter(
      ({ atSeconds }) => nowSeconds - atSeconds >= SETTLE_SECONDS,
    );
    for (const { event } of due) this.#emptied.delete(keyOf(event));
    return due;
  }
}

function keyOf({ type, to }: HostEvent): string {
  return `${type}:${to}`;
}

/** Whoever held it may have ended since it was seen, and let go. */
function isThere({ kind, pid }: NamespacePin, { sample }: Look): boolean {
  return kind === "thread" || pid === null || processWithPid(sample, pid) !== null;
}

/** It is another one by now, with the same number: inodes are reused. */
function isInhabited({ type, to }: HostEvent, { sample }: Look): boolean {
  return type !== null && sample.processes.some(({ namespaces }) => namespaces[type] === to);
}
