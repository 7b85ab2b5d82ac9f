import type { BindingLimit, CgroupView } from "../model/cgroup-view.ts";
import type { Group } from "../model/snapshot.ts";
import type { Figure, GroupPast } from "./group-past.ts";

/** The limit that holds, and where it stands. */
export type Limit = Pick<BindingLimit, "path" | "cgroupPath" | "isOwn" | "value" | "used" | "usedPercent">;

/** What the rows of the limits are made from. */
export interface LimitSubject {
  readonly cgroup: CgroupView;
  /** As it is in the sample that is shown. */
  readonly group: Group | null;
  readonly past: GroupPast;
}

/** Something that a control group counts and may limit: one entry for each row. */
export interface LimitedResource {
  readonly name: string;
  /** Whether the controller's cgroup is wholly the group's own; `null` where there is no such controller. */
  isOwn(cgroup: CgroupView): boolean | null;
  readonly figure: Figure;
  text(value: number | null): string;
  limitText(value: number): string;
  limit(subject: LimitSubject): Limit | null;
  /** Whether it is held back right now. */
  isHit(subject: LimitSubject, usedPercent: number): boolean;
  /** It is no concern that it comes near its limit. */
  readonly mayBeFull?: boolean;
  /** What a full bar of its history stands for at least, without a limit. */
  readonly leastHighest?: number;
  /** What the limit has done, in few words. */
  note?(subject: LimitSubject): string;
}
