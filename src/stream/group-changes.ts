import type { Group } from "../model/snapshot.ts";
import type { SnapshotLine } from "./protocol.ts";

/** A snapshot between a sampler and its client: a number stands for the group with this place in the line before. */
export type ShortLine = Omit<SnapshotLine, "groups"> & {
  readonly groups: readonly (Group | number)[];
  /** `takenAt` of the line before; absent in a line that stands for itself. */
  readonly since?: string;
};

/** What was sent of a group. */
interface SentGroup {
  readonly place: number;
  readonly group: Group;
  readonly json: string;
}

/** Sends of each snapshot the groups that have changed: on most hosts most sleep. */
export class GroupSender {
  #sentAt: string | null = null;
  #sent: ReadonlyMap<string, SentGroup> = new Map();

  /** The next line to be sent, every one of them in its turn. */
  shorten(line: SnapshotLine): ShortLine {
    const since = this.#sentAt;
    const sent = new Map<string, SentGroup>();
    const groups = line.groups.map((group, place) => {
      const before = this.#sent.get(group.id);
      const json = before?.group === group ? before.json : JSON.stringify(group);
      sent.set(group.id, { place, group, json });
      return before?.json === json ? before.place : group;
    });
    this.#sentAt = line.takenAt;
    this.#sent = sent;
    return since === null ? line : { ...line, groups, since };
  }

  /** The next line stands for itself: the client has lost one. */
  restart(): void {
    this.#sentAt = null;
    this.#sent = new Map();
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
