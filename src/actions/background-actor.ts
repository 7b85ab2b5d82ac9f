import type { HostReader } from "../host/host-reader.ts";
import type { Actor, FrozenGroup, Judgement, Outcome } from "./actor.ts";
import { limitContainer, orderContainer } from "./engine-action.ts";
import { freezeGroup, thawGroup } from "./freeze-group.ts";
import { whyNotWritten, writeFreezer } from "./freezer-file.ts";
import { FrozenRecord } from "./frozen-record.ts";
import { judgeBackground } from "./guard.ts";
import { inTurns } from "./in-turns.ts";
import type { BackgroundOrder } from "./order.ts";
import { type Kill, sendSignal } from "./signal-process.ts";

/** So many containers are stopped, frozen and so on at the same time. */
const AT_ONCE = 4;

/** What it is set up with. */
export interface BackgroundOptions {
  readonly reader: HostReader;
  /** Where nstop keeps what it froze. */
  readonly stateDirectory: string;
  readonly kill?: Kill;
  /** What an engine may take for an order that waits for nothing but itself; 30,000 by default. */
  readonly orderMilliseconds?: number;
}

/** What nstop does to the host while the user interface goes on. */
export class BackgroundActor implements Pick<Actor, "perform" | "frozen" | "thaw"> {
  readonly #reader: HostReader;
  readonly #record: FrozenRecord;
  readonly #kill: Kill | undefined;
  readonly #orderMilliseconds: number | undefined;

  constructor({ reader, stateDirectory, kill, orderMilliseconds }: BackgroundOptions) {
    this.#reader = reader;
    this.#record = new FrozenRecord(reader, stateDirectory);
    this.#kill = kill;
    this.#orderMilliseconds = orderMilliseconds;
  }

  /** What is wrong with what an earlier nstop left; `null` when nothing is. */
  get complaint(): string | null {
    return this.#record.complaint();
  }

  judge(order: BackgroundOrder): Judgement {
    return judgeBackground(this.#reader, order);
  }

  async perform(order: BackgroundOrder, tell: (progress: string) => void): Promise<readonly Outcome[]> {
    if (order.action === "signal") {
      // All are sent before any of them is waited for.
      const sent = order.subjects.map((subject) =>
        sendSignal(this.#reader, subject, order.signal, this.#kill),
      );
      return Promise.all(sent.map((one) => ("outcome" in one ? one.outcome : one.aftermath())));
    }
    const { action } = order;
    const context = {
      reader: this.#reader,
      record: this.#record,
      tell,
      orderMilliseconds: this.#orderMilliseconds,
    };
    return inTurns(order.subjects, AT_ONCE, (subject) => {
      if (action === "freeze") return freezeGroup(subject, context);
      if (action === "thaw") return thawGroup(subject, context);
      if (action === "limits") return limitContainer(subject, order.limits, context);
      return orderContainer(subject, action, context);
    });
  }

  frozen(): readonly FrozenGroup[] {
    return this.#record.list().map(({ name, directory, since }) => ({ name, directory, since }));
  }

  thaw(
    groups: readonly FrozenGroup[],
  ): readonly { readonly group: FrozenGroup; readonly failure: string | null }[] {
    const known = this.#record.list();
    return groups.map((group) => {
      // Looked up again: it may have been thawed, or another cgroup may be called the same by now.
      const found = known.find(
        ({ directory, since }) => directory === group.directory && since === group.since,
      );
      if (found === undefined) return { group, failure: null };
      try {
        writeFreezer(this.#reader, found.cgroup, "thaw");
      } catch (error) {
        return { group, failure: whyNotWritten(error, found.cgroup) };
      }
      this.#record.remove(found.cgroup);
      return { group, failure: null };
    });
  }
}
