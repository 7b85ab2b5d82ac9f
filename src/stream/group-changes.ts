import type { Group } from "../model/snapshot.ts";
import type { SnapshotLine } from "./protocol.ts";

/** A snapshot between a sampler and its client: a number stands for the group with this place in the line before. */
export type ShortLine = Omit<SnapshotLine, "groups"> & {
  readonly groups: readonly (Group | number)[];
  /** `takenAt` of the line before; absent in a line that stands for itself. */
  readonly since?: string;
};

/** Sends of each snapshot the groups that have changed: on most hosts most sleep. */
export class GroupSender {
  #before: SnapshotLine | null = null;
  #places: ReadonlyMap<string, number> = new Map();

  /** The next line to be sent, every one of them in its turn. */
  shorten(line: SnapshotLine): ShortLine {
    const before = this.#before;
    const groups = line.groups.map((group) => this.#placeOfSame(group) ?? group);
    this.#before = line;
    this.#places = new Map(line.groups.map(({ id }, place) => [id, place]));
    return before === null ? line : { ...line, groups, since: before.takenAt };
  }

  /** The next line stands for itself: the client has lost one. */
  restart(): void {
    this.#before = null;
    this.#places = new Map();
  }

  #placeOfSame(group: Group): number | undefined {
    const place = this.#places.get(group.id);
    const before = place === undefined ? undefined : this.#before?.groups[place];
    return before === group || JSON.stringify(before) === JSON.stringify(group) ? place : undefined;
  }
}

/** Puts whole snapshots together again; a group that has not changed is the same object as before. */
export class GroupReceiver {
  #before: SnapshotLine | null = null;

  /**
   * The whole of the line that came next.
   *
   * @throws {SyntaxError} If the line before it was lost.
   */
  lengthen({ since, ...line }: ShortLine): SnapshotLine {
    const before = this.#before;
    this.#before = null;
    if (since !== undefined && since !== before?.takenAt)
      throw new SyntaxError("the line before it was lost");
    this.#before = { ...line, groups: line.groups.map((group) => wholeGroup(group, before)) };
    return this.#before;
  }
}

function wholeGroup(group: Group | number, before: SnapshotLine | null): Group {
  const whole = typeof group === "number" ? before?.groups[group] : group;
  if (whole === undefined) throw new SyntaxError(`there was no group ${group} in the line before`);
  return whole;
}
