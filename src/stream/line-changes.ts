import { isSameValue } from "../host/same-value.ts";
import type { Finding, Group } from "../model/snapshot.ts";
import type { SnapshotLine } from "./protocol.ts";

/** A snapshot between a sampler and its client, of which what has not changed is left out. */
export type ShortLine = Omit<SnapshotLine, "groups" | "findings"> & {
  /** A number stands for the group with this place in the line before. */
  readonly groups: readonly (Group | number)[];
  /** Absent: those of the line before. */
  readonly findings?: readonly Finding[];
  /** `takenAt` of the line before; absent in a line that stands for itself. */
  readonly since?: string;
};

/** What was sent of a group. */
interface SentGroup {
  readonly place: number;
  readonly group: Group;
}

/** Sends of each snapshot what has changed: on most hosts most groups sleep. */
export class LineShortener {
  #sentAt: string | null = null;
  #sentGroups: ReadonlyMap<string, SentGroup> = new Map();
  #sentFindings: readonly Finding[] | null = null;

  /** The next line to be sent, every one of them in its turn. */
  shorten(line: SnapshotLine): ShortLine {
    const since = this.#sentAt;
    const groups = this.#shortenGroups(line.groups);
    const { findings, ...others } = line;
    const areSent = findings === this.#sentFindings;
    this.#sentAt = line.takenAt;
    this.#sentFindings = findings;
    if (since === null) return line;
    return areSent ? { ...others, groups, since } : { ...line, groups, since };
  }

  /** The next line stands for itself: the client has lost one. */
  restart(): void {
    this.#sentAt = null;
    this.#sentGroups = new Map();
    this.#sentFindings = null;
  }

  #shortenGroups(groups: readonly Group[]): ShortLine["groups"] {
    const sent = new Map<string, SentGroup>();
    const short = groups.map((group, place) => {
      const before = this.#sentGroups.get(group.id);
      sent.set(group.id, { place, group });
      return before !== undefined && isSameValue(before.group, group) ? before.place : group;
    });
    this.#sentGroups = sent;
    return short;
  }
}

/** Puts whole snapshots together again; what has not changed is the same object as before. */
export class LineLengthener {
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
    const findings = line.findings ?? before?.findings;
    if (findings === undefined) throw new SyntaxError("there were no findings in the line before");
    this.#before = { ...line, groups: line.groups.map((group) => wholeGroup(group, before)), findings };
    return this.#before;
  }
}

function wholeGroup(group: Group | number, before: SnapshotLine | null): Group {
  const whole = typeof group === "number" ? before?.groups[group] : group;
  if (whole === undefined) throw new SyntaxError(`there was no group ${group} in the line before`);
  return whole;
}
