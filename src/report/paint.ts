/** How a piece of a report stands out on a terminal; nothing is said by it alone. */
export type Paint = keyof typeof SGR;

/** @see https://man7.org/linux/man-pages/man4/console_codes.4.html "ECMA-48 Select Graphic Rendition" */
const SGR = { bold: 1, red: 31, yellow: 33 } as const;

/** Puts `text` between the codes that begin and end `paint`; `undefined` leaves it as it is. */
export function paint(text: string, how: Paint | undefined): string {
  return how === undefined ? text : `\x1b[${SGR[how]}m${text}\x1b[0m`;
}
