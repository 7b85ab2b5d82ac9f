import type { Collector } from "../collector/collector.ts";
import { deriveEvents, type Look } from "../model/derive-events.ts";
import type { HostEvent } from "../model/host-event.ts";
import { PinWatch } from "./pin-watch.ts";

/** As many wait for a reader that is slow. A thousand containers that start at once are fewer. */
const MAX_WAITING = 10_000;

/** What happened on the host and has not been sent yet; bounded. */
export class EventLog {
  readonly #pins: PinWatch;
  #events: readonly HostEvent[] = [];
  #look: Look | null = null;
  /** The next look is to be compared with nothing. */
  #passesOver: boolean;

  /** @param passesOverFirst - The first look is taken in haste, see `Collector`. */
  constructor(collector: Pick<Collector, "lookForPins">, passesOverFirst = false) {
    this.#pins = new PinWatch(collector);
    this.#passesOver = passesOverFirst;
  }

  /** Compares a look at the host with the one before. */
  compare(look: Look): void {
    if (this.#passesOver) {
      this.#passesOver = false;
      return;
    }
    const events = deriveEvents(look, this.#look);
    this.#look = look;
    this.#add(events);
    this.#pins.note(events, look.sample.monotonicSeconds);
    void this.#findPins(look);
  }

  /** What has been added since this was last called, oldest first. */
  take(): readonly HostEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Takes longer than a look; what it finds is sent with a later one. */
  async #findPins(look: Look): Promise<void> {
    this.#add(await this.#pins.find(() => this.#look ?? look));
  }

  #add(events: readonly HostEvent[]): void {
    if (events.length > 0) this.#events = [...this.#events, ...events].slice(-MAX_WAITING);
  }
}
