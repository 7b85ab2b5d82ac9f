import type { CgroupView } from "../model/cgroup-view.ts";
import { growth } from "../model/rates.ts";
import type { Group } from "../model/snapshot.ts";
import type { PageContents } from "./page-contents.ts";

/** What is known of a group's control group at one sample. */
export interface PastMoment {
  /** Its row in the overview, known also from before its page was opened; `null` while there was none. */
  readonly group: Group | null;
  /** Its page; `null` while that was not open. */
  readonly cgroup: CgroupView | null;
}

/** The samples up to the one that is shown, oldest first. */
export type GroupPast = readonly PastMoment[];

/**
 * Where a figure stands: on the row of the overview first, so that a screen does not say two things of the same.
 * {@link ofGroup} is left out where the control group is not the group's own.
 */
export interface Figure {
  readonly ofGroup?: ((group: Group) => number | null) | null;
  readonly ofCgroup: (cgroup: CgroupView) => number | null;
}

/** What is known of the control group that a page shows, sample by sample. */
export function groupPast({ detail, history }: Pick<PageContents, "detail" | "history">): GroupPast {
  const { id } = detail.group;
  const path = detail.cgroup?.path;
  return history.map(({ groups, detail: then }) => ({
    group: groups.find((group) => group.id === id) ?? null,
    cgroup: then?.group.id === id && then.cgroup?.path === path ? (then.cgroup ?? null) : null,
  }));
}

/** A figure at one sample; `null` where it was not known. */
export function figureAt({ group, cgroup }: PastMoment, { ofGroup, ofCgroup }: Figure): number | null {
  return (group && ofGroup?.(group)) ?? (cgroup && ofCgroup(cgroup)) ?? null;
}

/** How much a counter grew since the first of these samples that knows it; `null` when fewer than two do. */
export function grownOver(past: GroupPast, counter: Figure["ofCgroup"]): number | null {
  const known = past
    .map((moment) => figureAt(moment, { ofCgroup: counter }))
    .filter((value) => value !== null);
  return known.length < 2 ? null : growth(known.at(-1), known[0]);
}
