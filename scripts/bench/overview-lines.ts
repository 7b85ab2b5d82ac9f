/** Which line of the screen has the cursor of the overview; -1 while there is none. */
export function cursorLine(lines: readonly string[]): number {
  return lines.findIndex((line) => /^\s?[▸>] \S/.test(line));
}

/** Name of the row with the cursor, which no sample changes; `null` while there is none. */
export function selectedName(lines: readonly string[]): string | null {
  return lines[cursorLine(lines)]?.trim().split(/\s+/)[1] ?? null;
}

/** The header, the titles and at least one row: a complete frame. */
export function isFrame(lines: readonly string[]): boolean {
  return (
    lines.some((line) => /^\s*nstop\b/.test(line)) &&
    lines.some((line) => /\bNAME\b.*CPU%/.test(line)) &&
    selectedName(lines) !== null
  );
}
