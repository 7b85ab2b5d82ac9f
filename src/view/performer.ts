import type { Actor, FrozenGroup, Outcome } from "../actions/actor.ts";
import { type BackgroundOrder, isTerminalOrder, type Order, type TerminalOrder } from "../actions/order.ts";
import { type ActionReport, withOutcomes, withProgress, withRefusal } from "./action-report.ts";
import { isTooSmall } from "./frame-layout.ts";
import type { Mode } from "./mode.ts";
import { orderProgress } from "./order-text.ts";
import { topScreen, type UiState } from "./ui-state.ts";
import type { UiStore } from "./ui-store.ts";

/** How long it is said that something was done; that it was not is said until the next action, or Esc. */
const RESULT_MILLISECONDS = 30_000;

/** What gives the terminal to something else, and takes it again after it. */
export interface TerminalLender {
  away<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Has orders judged and carried out, and tells the user interface what comes of it. */
export class Performer {
  readonly #actor: Actor;
  readonly #ui: UiStore;
  readonly #lender: TerminalLender;
  readonly #underWay = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;
  #orders = 0;
  #fading: NodeJS.Timeout | undefined;
  /** Groups of an earlier nstop have been asked about. */
  #isAsked = false;

  constructor(actor: Actor, ui: UiStore, lender: TerminalLender) {
    this.#actor = actor;
    this.#ui = ui;
    this.#lender = lender;
    this.#unsubscribe = ui.subscribe(() => this.#offerThawing());
  }

  close(): void {
    this.#unsubscribe();
    clearTimeout(this.#fading);
  }

  /** What is not finished yet. */
  get underWay(): readonly string[] {
    return [...this.#report.underWay.values()];
  }

  /** Returns once nothing is under way, with what came of it. */
  async settled(): Promise<readonly string[]> {
    const before = this.#report.deeds.length;
    await Promise.all(this.#underWay);
    return this.#report.deeds.slice(before).map(({ sentence }) => sentence);
  }

  /** Asks about an order, as it deserves; or says why it is refused. */
  judge(order: Order): void {
    const judgement = this.#actor.judge(order);
    if (judgement.kind === "refused") {
      this.#tell((report) => withRefusal(report, judgement.reason));
      return;
    }
    const { warning } = judgement;
    const asked = { order, top: 0, armed: false };
    const mode: Mode =
      judgement.kind === "typed"
        ? { kind: "word", ...asked, warning: judgement.warning, word: judgement.word, typed: "" }
        : { kind: "question", ...asked, warning, yes: false };
    this.#ui.change((state) => ({ ...state, mode }));
  }

  perform(order: Order): void {
    const id = this.#orders;
    this.#orders += 1;
    const work = isTerminalOrder(order) ? this.#inTerminal(id, order) : this.#inBackground(id, order);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Thaws groups that nstop froze. */
  thaw(groups: readonly FrozenGroup[]): void {
    const failures = this.#actor.thaw(groups).flatMap(({ failure }) => failure ?? []);
    const names = groups.map(({ name }) => name).join(", ");
    const text = failures.length === 0 ? `thawed: ${names}` : failures.join("; ");
    this.#tell((report) => ({ ...report, result: { text, failed: failures.length > 0 } }));
    this.#fade();
  }

  /**
   * Asks about groups that would stay frozen when nstop ends.
   *
   * @returns Whether there is anything to ask, and room to ask it; else nstop may end.
   */
  asksBeforeQuitting(): boolean {
    const { state, scene } = this.#ui.getView();
    // The second time it is a person who does not want to be asked.
    if (state.mode.kind === "frozen" || isTooSmall(state) || scene.line === null) return false;
    const groups = this.#actor.frozen();
    if (groups.length === 0) return false;
    this.#ui.change((now) => ({ ...now, mode: frozenQuestion(groups, true) }));
    return true;
  }

  async #inBackground(id: number, order: BackgroundOrder): Promise<void> {
    const tell = (progress: string) => this.#tell((report) => withProgress(report, id, progress));
    this.#tell((report) => ({ ...withProgress(report, id, orderProgress(order)), result: null }));
    this.#end(id, await this.#actor.perform(order, tell));
  }

  async #inTerminal(id: number, order: TerminalOrder): Promise<void> {
    this.#end(id, [await this.#lender.away(() => this.#actor.runInTerminal(order))]);
  }

  #end(id: number, outcomes: readonly Outcome[]): void {
    this.#tell((report) => withOutcomes(report, id, outcomes, new Date().toISOString()));
    this.#fade();
  }

  get #report(): ActionReport {
    return this.#ui.getView().state.report;
  }

  #tell(change: (report: ActionReport) => ActionReport): void {
    this.#ui.change((state) => ({ ...state, report: change(state.report) }));
  }

  /** Takes away what is said now, after a while, if it is good news. */
  #fade(): void {
    clearTimeout(this.#fading);
    const { result } = this.#report;
    if (result === null || result.failed) return;
    this.#fading = setTimeout(() => {
      this.#tell((report) => (report.result === result ? { ...report, result: null } : report));
    }, RESULT_MILLISECONDS).unref();
  }

  /** Once, as soon as there is a frame and nobody is typing: groups that an earlier nstop froze and did not thaw. */
  #offerThawing(): void {
    const { state, scene } = this.#ui.getView();
    if (this.#isAsked || scene.line === null || isTooSmall(state) || !isIdle(state)) return;
    this.#isAsked = true;
    const groups = this.#actor.frozen();
    if (groups.length > 0) this.#ui.change((now) => ({ ...now, mode: frozenQuestion(groups, false) }));
  }
}

function frozenQuestion(groups: readonly FrozenGroup[], isQuitting: boolean): Mode {
  return { kind: "frozen", groups, isQuitting, top: 0, armed: false };
}

function isIdle(state: UiState): boolean {
  return state.mode.kind === "list" && topScreen(state).kind !== "help";
}
