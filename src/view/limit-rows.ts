import type { CgroupView } from "../model/cgroup-view.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { UNKNOWN } from "../report/format.ts";
import { limitOwnerText } from "../report/limits-text.ts";
import { cgroupOfFile, shortPath } from "./cgroup-paths.ts";
import { figureAt, type GroupPast } from "./group-past.ts";
import { deviceResources } from "./limited-devices.ts";
import type { Limit, LimitedResource, LimitSubject } from "./limited-resource.ts";
import { nearestResources, RESOURCES } from "./limited-resources.ts";
import { sampleTick } from "./sample-tick.ts";

/** How a use stands to its limit: held back by it, close to it, or neither; `none` where there is no limit. */
export type LimitState = "hit" | "near" | "free" | "none";

/** One resource: what is used of it, how much may be, and who says so. */
export interface LimitRow {
  readonly name: string;
  readonly useText: string;
  readonly limitText: string;
  /** Of the limit, by all who are under it; `null` without a limit. */
  readonly usedPercent: number | null;
  readonly state: LimitState;
  /** What was used at the last samples, oldest first. */
  readonly history: readonly (number | null)[];
  /** What a full bar of the history stands for. */
  readonly highest: number;
  readonly tick: number;
  /** `own`, or the path of the cgroup around it whose limit is the tightest; whether it is one around it. */
  readonly binds: string;
  readonly isAround: boolean;
  readonly note: string;
  readonly remark: string;
  /** The file that the limit stands in. */
  readonly file: string | null;
  /** The group whose cgroup the limit is on, where that is another one. */
  readonly owner: Pick<Group, "id" | "name"> | null;
}

/** From which share of a limit on it is told that it comes near. */
const NEAR_PERCENT = 80;

/** A row for every resource, the most asked for first; above them that it is frozen, when it is. */
export function limitRows(cgroup: CgroupView, past: GroupPast, snapshot: Snapshot): readonly LimitRow[] {
  const subject: LimitSubject = { cgroup, group: past.at(-1)?.group ?? null, past };
  const rowOf = (resource: LimitedResource) => limitRow(resource, subject, snapshot);
  const rows = RESOURCES.map(rowOf);
  const shown = new Set(rows.flatMap(({ file }) => file ?? []));
  return [
    ...frozenRows(cgroup, snapshot),
    ...nearestResources(cgroup, shown).map(rowOf),
    ...rows,
    ...deviceResources(cgroup).map(rowOf),
  ];
}

function limitRow(resource: LimitedResource, subject: LimitSubject, snapshot: Snapshot): LimitRow {
  const { name } = resource;
  const isOwn = resource.isOwn(subject.cgroup);
  const figure = isOwn === true ? resource.figure : { ...resource.figure, ofGroup: null };
  const history = subject.past.map((moment) => figureAt(moment, figure));
  const use = history.at(-1) ?? figureAt(subject, figure);
  const limit = resource.limit(subject);
  const usedPercent = limit && usedPercentOf(limit, use);
  const known = history.filter((value) => value !== null);
  const row = {
    name,
    useText: resource.text(use),
    limitText: limit === null ? UNKNOWN : resource.limitText(limit.value),
    usedPercent,
    state: limit === null ? "none" : stateOf(resource, subject, usedPercent ?? 0),
    history,
    highest: Math.max(limit?.value ?? Math.max(resource.leastHighest ?? 0, ...known), Number.MIN_VALUE),
    tick: sampleTick(snapshot),
    binds: limit === null ? UNKNOWN : limitOwnerText(limit),
    isAround: limit?.isOwn === false,
    note: resource.note?.(subject) || ownerNote(isOwn, subject.cgroup),
    file: limit?.path ?? null,
    owner: limit === null || limit.isOwn ? null : ownerOf(limit.cgroupPath, snapshot),
  } as const;
  return { ...row, remark: remarkOn(row, limit, resource) };
}

/** Where one controller is another case than the group's control group as a whole. */
function ownerNote(isOwn: boolean | null, cgroup: CgroupView): string {
  if (isOwn === null) return "no controller";
  return cgroup.isOwn && !isOwn ? "shared with others" : "";
}

/** Of its own limit by what the row says is used; of one around it by everybody under it. */
function usedPercentOf({ isOwn, value, usedPercent }: Limit, use: number | null): number | null {
  if (!isOwn || use === null) return usedPercent;
  return value === 0 ? null : (use / value) * 100;
}

function stateOf(resource: LimitedResource, subject: LimitSubject, usedPercent: number): LimitState {
  if (resource.isHit(subject, usedPercent)) return "hit";
  return usedPercent >= NEAR_PERCENT && resource.mayBeFull !== true ? "near" : "free";
}

function remarkOn(
  { name, useText, limitText, note, owner }: Omit<LimitRow, "remark">,
  limit: Limit | null,
  { text }: LimitedResource,
): string {
  const said = note === "" ? "" : `; ${note}`;
  if (limit === null) {
    return `${name}: ${useText}${said}; nothing here or around it limits it`;
  }
  const file = shortPath(limit.path);
  if (limit.isOwn) {
    return `${name}: ${useText} of ${limitText}${said}; its own limit, ${file}`;
  }
  const where = limit.cgroupPath === null ? "a control group" : shortPath(limit.cgroupPath);
  const all = limit.used === null ? "" : `, of which ${text(limit.used)} is used in all`;
  const who = owner === null ? "no group is that control group" : `Enter opens ${owner.name}`;
  return `${name}: ${useText}; ${where} around it allows ${limitText}${all}${said}; ${who}; ${file}`;
}

function frozenRows({ freezer, path }: CgroupView, snapshot: Snapshot): readonly LimitRow[] {
  if (freezer?.frozen !== true) return [];
  // The outermost one must be thawed for it to run.
  const file = freezer.frozenAt?.at(-1) ?? null;
  const cgroupPath = file === null ? null : cgroupOfFile(file, path);
  const isOwn = cgroupPath === path;
  const owner = isOwn ? null : ownerOf(cgroupPath, snapshot);
  const places = (freezer.frozenAt ?? []).map(shortPath).join(", ");
  return [
    {
      ...{ name: "freezer", useText: "frozen", limitText: "", usedPercent: null, state: "hit" },
      ...{ history: [], highest: 1, tick: 0 },
      binds: file === null ? UNKNOWN : limitOwnerText({ isOwn, cgroupPath }),
      isAround: file !== null && !isOwn,
      note: "nothing runs",
      remark: `freezer: nothing in it runs until it is thawed${places && `: ${places}`}`,
      ...{ file, owner },
    },
  ];
}

/** The group that a cgroup is the own one of. */
function ownerOf(cgroupPath: string | null, { groups }: Snapshot): LimitRow["owner"] {
  if (cgroupPath === null) return null;
  const owns = ({ kind }: Group) => kind === "container" || kind === "service";
  return groups.find((group) => group.cgroupPath === cgroupPath && owns(group)) ?? null;
}
