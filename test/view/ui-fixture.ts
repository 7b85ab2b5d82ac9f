import type { CustomCommand } from "../../src/actions/custom-command.ts";
import type { Detail } from "../../src/model/detail.ts";
import type { Group } from "../../src/model/snapshot.ts";
import type { SnapshotLine, SnapshotStore, StreamState, Wants } from "../../src/stream/protocol.ts";
import { KEY_MAP } from "../../src/view/key-map.ts";
import { initialState, type Size, type UiOptions } from "../../src/view/ui-state.ts";
import { type UiEffect, UiStore, type UiView } from "../../src/view/ui-store.ts";
import { snapshotOf } from "./detail-fixture.ts";

const NAMED_KEYS = new Set([...KEY_MAP.flatMap(({ keys }) => keys), "space"]);

/** The command line without options. */
export const OPTIONS: UiOptions = {
  target: null,
  group: "container",
  filter: "",
  sort: null,
  reverse: false,
  tree: false,
  color: true,
  ascii: false,
};

/** A source of snapshots that says what it is told to. */
export class FakeSource implements SnapshotStore {
  readonly wanted: Wants[] = [];
  #state: StreamState = {
    snapshot: null,
    history: [],
    cpuHistory: new Map(),
    events: [],
    log: null,
    status: { state: "starting", message: null },
  };
  #listener: () => void = () => {};

  readonly subscribe = (listener: () => void) => {
    this.#listener = listener;
    return () => {
      this.#listener = () => {};
    };
  };
  readonly getSnapshot = () => this.#state;
  readonly want = (wants: Wants) => {
    this.wanted.push(wants);
  };
  readonly close = async () => {};

  /** The next sample: so many seconds after the first as there were before it. */
  say(groups: readonly Group[], more: Partial<SnapshotLine> = {}): void {
    const { history, cpuHistory } = this.#state;
    const takenAt = new Date(Date.UTC(2026, 0, 2, 3, 4, 5 + history.length)).toISOString();
    const snapshot: SnapshotLine = { ...snapshotOf(...groups), takenAt, ...more };
    this.change({
      snapshot,
      history: [...history, snapshot],
      cpuHistory: new Map(groups.map(({ id, cpu }) => [id, [...(cpuHistory.get(id) ?? []), cpu.percent]])),
      status: { state: "live", message: null },
    });
  }

  change(change: Partial<StreamState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listener();
  }
}

/** A user interface on a source of its own, with everything it asked of whoever runs it. */
export class TestUi {
  readonly source = new FakeSource();
  readonly effects: UiEffect[] = [];
  readonly store: UiStore;
  /** What else is done with what it asks for. */
  onEffect: (effect: UiEffect) => void = () => {};

  constructor(
    size: Size = { columns: 160, rows: 30 },
    options: Partial<UiOptions> = {},
    notice: string | null = null,
    commands: readonly CustomCommand[] | null = [],
  ) {
    const state = initialState({ ...OPTIONS, ...options }, { size, notice, commands });
    this.store = new UiStore(this.source, state, (effect) => {
      this.effects.push(effect);
      this.onEffect(effect);
    });
  }

  get view(): UiView {
    return this.store.getView();
  }

  /** Names, as `key` gives them, of all rows that the list has. */
  get rows(): readonly string[] {
    const { lines } = this.view.scene;
    return lines.flatMap((line) => (line.kind === "row" ? [line.arranged.key] : []));
  }

  /** The row with the cursor. */
  get cursor(): string | null {
    const { state, scene } = this.view;
    const top = state.screens.findLast((screen) => screen.kind !== "help");
    const list = top?.kind === "page" ? top.lists[top.tab] : state.screens[0].list;
    const line = scene.lines[scene.rowLines[list?.cursorIndex ?? -1] ?? -1];
    return line?.kind === "row" ? line.arranged.key : null;
  }

  /** Presses keys by their names; a string that is no name is typed, character by character. */
  press(...keys: readonly string[]): void {
    this.store.press(keys.flatMap((key) => (NAMED_KEYS.has(key) ? [key] : [...key])));
  }

  /** Answers what is wanted now. */
  answer(groups: readonly Group[], detail: Detail | null): void {
    this.source.say(groups, { detail });
  }
}
