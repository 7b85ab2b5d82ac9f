import { vi } from "vitest";
import type { Actor, FrozenGroup, Judgement, Outcome } from "../../src/actions/actor.ts";
import type { CustomCommand } from "../../src/actions/custom-command.ts";
import type { BackgroundOrder, Order, TerminalOrder } from "../../src/actions/order.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { AnswerGuard } from "../../src/view/answer-guard.ts";
import { Performer } from "../../src/view/performer.ts";
import type { Size } from "../../src/view/ui-state.ts";
import type { UiEffect } from "../../src/view/ui-store.ts";
import { groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

/** A running container of an engine, with a cgroup and a first process of its own. */
export function containerOf(name: string, known: Partial<Group> = {}): Group {
  const containerId = name.padEnd(64, "0");
  return groupOf(name, {
    id: containerId,
    containerId,
    state: "running",
    frozen: false,
    cgroupPath: `/docker/${containerId}`,
    leaderPid: 1000 + name.length,
    leaderStartTicks: 77,
    ...known,
  });
}

/** Does nothing, and remembers what it was to do. */
export class FakeActor implements Actor {
  readonly commands: readonly CustomCommand[] = [];
  readonly complaint = null;
  readonly judged: Order[] = [];
  readonly done: Order[] = [];
  readonly thawed: FrozenGroup[] = [];
  judgement: Judgement = { kind: "ask", warning: null };
  frozenGroups: readonly FrozenGroup[] = [];
  /** What comes of an order for each of its subjects; by default all is well. */
  outcomes: (order: BackgroundOrder) => Promise<readonly Outcome[]> = async (order) =>
    order.subjects.map((subject) => ({ subject, done: true, message: `${order.action} is done` }));
  tell: (progress: string) => void = () => {};

  judge(order: Order): Judgement {
    this.judged.push(order);
    return this.judgement;
  }
  perform(order: BackgroundOrder, tell: (progress: string) => void): Promise<readonly Outcome[]> {
    this.done.push(order);
    this.tell = tell;
    return this.outcomes(order);
  }
  async runInTerminal(order: TerminalOrder): Promise<Outcome & { readonly exitCode: number }> {
    this.done.push(order);
    return { subject: order.subject, done: true, message: "back from it", exitCode: 0 };
  }
  frozen(): readonly FrozenGroup[] {
    return this.frozenGroups;
  }
  thaw(groups: readonly FrozenGroup[]) {
    this.thawed.push(...groups);
    return groups.map((group) => ({ group, failure: null }));
  }
}

/** A user interface that acts, by an actor which only remembers. Timers are faked. */
export class ActingUi extends TestUi {
  readonly actor = new FakeActor();
  readonly performer: Performer;
  /** What had the terminal, from when to when. */
  readonly terminal: string[] = [];
  readonly #guard: AnswerGuard;

  constructor(size: Size = { columns: 100, rows: 30 }) {
    super(size);
    this.performer = new Performer(this.actor, this.store, {
      away: async (work) => {
        this.terminal.push("given");
        const result = await work();
        this.terminal.push("taken");
        return result;
      },
    });
    this.#guard = new AnswerGuard(this.store);
    this.onEffect = (effect: UiEffect) => {
      if (effect.kind === "judge") this.performer.judge(effect.order);
      else if (effect.kind === "perform") this.performer.perform(effect.order);
      else if (effect.kind === "thaw") this.performer.thaw(effect.groups);
    };
  }

  /** A person reads what is on the screen. */
  read(): void {
    vi.advanceTimersByTime(1000);
  }

  /** Everything that is said, of actions and as the answer to the last key. */
  get said(): string {
    const { message, report } = this.view.state;
    return [message ?? "", ...report.underWay.values(), report.result?.text ?? ""].join("|");
  }

  /** Titles of what there is to choose from. */
  get choices(): readonly string[] {
    return this.view.scene.choices.map(({ title }) => title);
  }

  close(): void {
    this.#guard.close();
    this.performer.close();
  }
}
