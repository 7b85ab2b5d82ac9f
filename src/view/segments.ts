import { cellsOf, pad } from "../report/pad.ts";
import { paint, type Style } from "./theme.ts";

/** A piece of a line that is shown whole or not at all. */
export interface Segment {
  readonly text: string;
  readonly style?: Style | undefined;
  /** With styles of its own, and as many cells as `text`. */
  readonly painted?: string;
  /** The highest go first when there is no room; those with 0 stay, cut if need be. */
  readonly priority: number;
}

/** Blanks between two pieces. */
const GAP = "  ";

/**
 * Puts pieces side by side after a blank, those of `right` against the right edge.
 *
 * @returns A line of at most `width` cells, as long as the pieces of `right` that stay fit by themselves.
 */
export function joinSegments(left: readonly Segment[], right: readonly Segment[], width: number): string {
  const room = width - 1;
  const least = Math.max(0, ...[...left, ...right].map(({ priority }) => priority));
  if (least > 0 && cellsOf(textOf([...left, ...right])) > room) {
    const stays = ({ priority }: Segment) => priority < least;
    return joinSegments(left.filter(stays), right.filter(stays), width);
  }
  const end = right.length === 0 ? "" : GAP + right.map(painted).join(GAP);
  const startRoom = room - (right.length === 0 ? 0 : cellsOf(GAP + textOf(right)));
  const blanks = startRoom - cellsOf(textOf(left));
  if (blanks < 0) return ` ${cut(left, startRoom)}${end}`;
  return ` ${left.map(painted).join(GAP)}${right.length === 0 ? "" : " ".repeat(blanks)}${end}`;
}

/** As many pieces as fit; the first that does not is cut, and those after it are gone. */
function cut([first, ...others]: readonly Segment[], room: number): string {
  if (first === undefined || room <= 0) return "";
  const left = room - cellsOf(first.text + GAP);
  if (left <= 0) return paint(pad(first.text, room), first.style);
  return painted(first) + GAP + cut(others, left);
}

function textOf(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join(GAP);
}

function painted(segment: Segment): string {
  return segment.painted ?? paint(segment.text, segment.style);
}
