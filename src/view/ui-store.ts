import type { SnapshotLine, SnapshotStore, StreamState, Wants } from "../stream/protocol.ts";
import type { Effect } from "./effect.ts";
import { withHeldLog } from "./held-log.ts";
import type { KeyName } from "./key-name.ts";
import { settle } from "./list-window.ts";
import { receive, wantsOf } from "./receive.ts";
import { reduce } from "./reduce.ts";
import { createSceneMaker, type Scene } from "./scene.ts";
import { withoutGoneTags } from "./tags.ts";
import { listOf, type Size, topList, type UiState, withList } from "./ui-state.ts";

/** What is drawn: a new object for every change. */
export interface UiView {
  readonly state: UiState;
  readonly stream: StreamState;
  readonly scene: Scene;
}

/** What the user interface asks of whoever runs it; `fail` ends it with a sentence. */
export type UiEffect = Effect | { readonly kind: "fail"; readonly message: string };

/**
 * The state of the user interface, kept outside React: keys are reduced one by one, each against what the one before
 * it left, however many come at once and however long a frame takes.
 */
export class UiStore {
  readonly #source: SnapshotStore;
  readonly #onEffect: (effect: UiEffect) => void;
  readonly #listeners = new Set<() => void>();
  readonly #sceneOf = createSceneMaker();
  readonly #unsubscribe: () => void;
  #wanted = { detail: "null", onScreen: "null", logs: "null" };
  #received: SnapshotLine | null = null;
  #view: UiView;

  constructor(source: SnapshotStore, state: UiState, onEffect: (effect: UiEffect) => void) {
    this.#source = source;
    this.#onEffect = onEffect;
    const stream = source.getSnapshot();
    this.#view = { state, stream, scene: this.#sceneOf(state, stream) };
    this.#unsubscribe = source.subscribe(() => this.#receive());
    this.#receive();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getView = (): UiView => this.#view;

  /** Takes keys in their order; they make one change for those who listen. */
  press(keys: readonly KeyName[]): void {
    for (const key of keys) {
      const { state, stream, scene } = this.#view;
      const { state: next, effect } = reduce(state, key, scene, stream);
      this.#show(next, stream);
      if (effect !== null) this.#onEffect(effect);
    }
    this.#tell();
  }

  resize(size: Size): void {
    this.change((state) => ({ ...state, size }));
  }

  /** Changes the state for another reason than a key. */
  change(next: (state: UiState) => UiState): void {
    const { state, stream } = this.#view;
    const changed = next(state);
    if (changed === state) return;
    this.#show(changed, stream);
    this.#tell();
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  #receive(): void {
    const stream = this.#source.getSnapshot();
    const { state } = this.#view;
    const line = stream.snapshot;
    const received = line === null || line === this.#received ? { state } : receive(state, line);
    this.#received = line;
    if ("failure" in received) {
      this.#onEffect({ kind: "fail", message: received.failure });
      return;
    }
    this.#show(received.state, stream);
    this.#tell();
  }

  /** Makes the view of a state, and the state true to what there is to see. */
  #show(next: UiState, stream: StreamState): void {
    const state = withHeldLog(next, stream.log);
    const scene = this.#sceneOf(state, stream);
    const list = settle(listOf(topList(state)), scene);
    // Of the past nobody is gone.
    const kept = state.pause === null ? withoutGoneTags(list, scene.sections) : list;
    const settled = withList(state, kept);
    this.#view = {
      state: settled,
      stream,
      scene: settled === state ? scene : this.#sceneOf(settled, stream),
    };
  }

  #tell(): void {
    this.#want(wantsOf(this.#view));
    for (const listener of this.#listeners) listener();
  }

  /** Says what is on screen when that is something else than before; a detail is not waited for till the next tick. */
  #want(wants: Wants): void {
    const detail = JSON.stringify(wants.detail);
    const onScreen = JSON.stringify(wants.onScreen);
    const logs = JSON.stringify(wants.logs);
    const { detail: wantedDetail, onScreen: wantedOnScreen, logs: wantedLogs } = this.#wanted;
    if (detail === wantedDetail && onScreen === wantedOnScreen && logs === wantedLogs) return;
    const isNews = detail !== wantedDetail && wants.detail !== null;
    this.#wanted = { detail, onScreen, logs };
    this.#source.want({ ...wants, now: isNews });
  }
}
