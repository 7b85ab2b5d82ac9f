import { cellsOf } from "../report/pad.ts";
import { Line } from "./line.tsx";
import { joinSegments, type Segment } from "./segments.ts";
import type { PageScreen } from "./ui-state.ts";

export interface TabBarProps {
  readonly screen: PageScreen;
  readonly width: number;
}

/** The tabs of a page, the one in front in brackets; none where it has only one page. */
export function TabBar({ screen, width }: TabBarProps) {
  if (screen.pages.length < 2) return null;
  const whole = joinSegments(tabSegments(screen, true), [], Number.POSITIVE_INFINITY);
  const titled = cellsOf(whole) <= width;
  return <Line text={joinSegments(tabSegments(screen, titled), [], width)} />;
}

/** @param titled With the titles of all; else only the one in front has more than its key. */
function tabSegments({ pages, tab }: PageScreen, titled: boolean): readonly Segment[] {
  return pages.map((page, index) => {
    const isFront = index === tab;
    const key = "key" in page ? page.key : index + 1;
    const title = titled || isFront ? `${key} ${page.title}` : `${key}`;
    return isFront
      ? { text: `[${title}]`, style: { bold: true, inverse: true }, priority: 0 }
      : { text: ` ${title} `, priority: 1 };
  });
}
