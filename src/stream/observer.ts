import type { Collector, OnScreen } from "../collector/collector.ts";
import type { Sample } from "../collector/sample.ts";
import { deriveDetail } from "../model/derive-detail.ts";
import { type Derivation, deriveSnapshot } from "../model/derive-snapshot.ts";
import type { Detail } from "../model/detail.ts";
import { type DetailReading, detailRequest } from "../model/detail-request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Structure } from "../model/structure.ts";
import type { EventLog } from "./event-log.ts";
import type { Wants } from "./protocol.ts";

type ObservedCollector = Pick<Collector, "sample" | "detail" | "suspect" | "see" | "named" | "onScreen">;

type Wanted = NonNullable<Wants["detail"]>;

/** The last look at a host, and what rates are made against. */
interface Look {
  readonly sample: Sample;
  readonly previous: Sample | null;
  readonly derivation: Derivation;
}

/** What is seen of a host, and what that was told by. */
interface Seen {
  readonly groupIds: readonly string[];
  readonly membership: Structure["membership"];
  readonly host: OnScreen;
}

/** Looks at a host, and remembers what the next look is compared with. */
export class Observer {
  /** Ids of the groups that somebody sees; `null`: all. */
  onScreen: Wants["onScreen"] = null;
  readonly #collector: ObservedCollector;
  readonly #events: Pick<EventLog, "compare"> | null;
  #look: Look | null = null;
  #seen: Seen | null = null;
  #reading: { readonly target: string; readonly last: DetailReading } | null = null;

  /** @param events - Is told of every look; `null` where nobody asks what happened between two of them. */
  constructor(collector: ObservedCollector, events: Pick<EventLog, "compare"> | null = null) {
    this.#collector = collector;
    this.#events = events;
  }

  /** Takes a sample, and makes of it and the one before what is shown. */
  snapshot(): Snapshot {
    const structure = this.#look?.derivation.structure;
    const { onScreen } = this;
    if (onScreen == null || structure === undefined) this.#seen = null;
    else if (this.#seen === null || !isSeenStill(this.#seen, onScreen, structure)) {
      this.#seen = { groupIds: onScreen, membership: structure.membership, host: seen(onScreen, structure) };
    }
    this.#collector.onScreen = this.#seen?.host ?? null;
    const sample = this.#collector.sample();
    const previous = this.#look?.sample ?? null;
    const derivation = deriveSnapshot(sample, previous, this.#look?.derivation ?? null);
    this.#look = { sample, previous, derivation };
    this.#collector.suspect(derivation.found.suspects);
    this.#collector.see(derivation.structure.containers);
    this.#events?.compare(this.#look);
    return derivation.snapshot;
  }

  /** The last snapshot again, once the names of containers that no engine answers for have been looked for. */
  async named(): Promise<Snapshot | null> {
    const engines = await this.#collector.named();
    if (this.#look === null) return null;
    const { previous } = this.#look;
    const sample = { ...this.#look.sample, engines };
    const derivation = deriveSnapshot(sample, previous);
    this.#look = { sample, previous, derivation };
    return derivation.snapshot;
  }

  /** Reads what is wanted beyond the last snapshot; `null` when its target is gone. */
  async detail({ target, parts }: Wanted): Promise<Detail | null> {
    const look = this.#look;
    if (look === null) return null;
    const request = detailRequest(target, parts, look.derivation, look.sample);
    const reading = request && { request, sample: await this.#collector.detail(request) };
    return deriveDetail({ ...look, target, reading, previousReading: this.#replaceReading(target, reading) });
  }

  /** @returns The reading before, if it was of the same target. */
  #replaceReading(target: Wanted["target"], reading: DetailReading | null): DetailReading | null {
    const key = JSON.stringify(target);
    const previous = this.#reading?.target === key ? this.#reading.last : null;
    this.#reading = reading && { target: key, last: reading };
    return previous;
  }
}

/** A membership is another one whenever a process is elsewhere than before. */
function isSeenStill(before: Seen, groupIds: readonly string[], { membership }: Structure): boolean {
  return before.groupIds === groupIds && before.membership === membership;
}

/** What of the host stands behind the groups that somebody sees. */
function seen(groupIds: readonly string[], { groups, membership }: Structure): OnScreen {
  const ids = new Set(groupIds);
  const shown = groups.filter(({ id }) => ids.has(id));
  return {
    pids: new Set(shown.flatMap(({ id }) => membership.get(id) ?? [])),
    cgroupPaths: new Set(shown.flatMap(({ cgroupPath }) => cgroupPath ?? [])),
    networks: new Set(shown.flatMap(({ namespaces }) => namespaces?.net ?? [])),
  };
}
