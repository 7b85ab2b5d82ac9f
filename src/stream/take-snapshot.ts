import type { DetailPart } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import type { Target } from "../model/snapshot.ts";
import { DETAIL_ISSUE, type SnapshotLine, type SnapshotStore, type StreamState } from "./protocol.ts";

/** How much longer than its interval a snapshot may take on a host that can hardly breathe. */
const PATIENCE_SECONDS = 30;

/**
 * The first snapshot, whose rates are all unknown.
 *
 * @throws {Error} If there is none in time; the message says why.
 */
export function takeFirstSnapshot(store: SnapshotStore): Promise<SnapshotLine> {
  return waitFor(store, 0, ({ snapshot }) => snapshot);
}

/**
 * The first snapshot with rates: two samples, one interval apart.
 *
 * @throws {Error} If there is none in time; the message says why.
 */
export function takeSnapshot(store: SnapshotStore, delaySeconds: number): Promise<SnapshotLine> {
  return waitFor(store, delaySeconds, ({ snapshot }) =>
    snapshot === null || snapshot.intervalSeconds === null ? null : snapshot,
  );
}

/**
 * A target in detail, with rates: it is looked at twice, one interval apart.
 *
 * @returns `null` when the target is gone.
 * @throws {Error} If there is none in time; the message says why.
 */
export async function takeDetail(
  store: SnapshotStore,
  delaySeconds: number,
  detail: { readonly target: Target; readonly parts: readonly DetailPart[] },
): Promise<Detail | null> {
  let looks = 0;
  let seen: StreamState["snapshot"] = null;
  store.want({ detail, now: true });
  const found = await waitFor(store, delaySeconds * 2, ({ snapshot }) => {
    const failure = snapshot?.issues.find(({ path }) => path === DETAIL_ISSUE);
    if (failure !== undefined) throw new Error(failure.message);
    if (snapshot?.detail === undefined || snapshot === seen) return null;
    // On a host that can hardly breathe a snapshot comes before its detail, and has the one before.
    if (snapshot.detailReading !== undefined && snapshot.detailReading === seen?.detailReading) return null;
    seen = snapshot;
    looks += 1;
    return looks === 2 || snapshot.detail === null ? { detail: snapshot.detail } : null;
  });
  return found.detail;
}

/** Resolves with the first thing that `pick` finds in the store; rejects with what it throws. */
function waitFor<Found>(
  store: SnapshotStore,
  delaySeconds: number,
  pick: (state: StreamState) => Found | null,
): Promise<Found> {
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const seconds = delaySeconds + PATIENCE_SECONDS;
  const timeout = setTimeout(() => fail(`no snapshot in ${seconds} s`), seconds * 1000);
  const unsubscribe = store.subscribe(look);
  function look(): void {
    try {
      const state = store.getSnapshot();
      const found = pick(state);
      if (found !== null) resolve(found);
      else if (state.status.state === "ended") fail("the sampler ended");
    } catch (error) {
      reject(error);
    }
  }
  function fail(what: string): void {
    const { message } = store.getSnapshot().status;
    reject(new Error(message === null ? what : `${what}: ${message}`));
  }
  look();
  return promise.finally(() => {
    clearTimeout(timeout);
    unsubscribe();
  });
}
