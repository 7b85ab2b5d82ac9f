/**
 * Keys for rows that may repeat, such as two equal routes: the second of the same key gets `#2`.
 *
 * @returns The key of each of `rows`.
 */
export function distinctKeys<Row>(rows: readonly Row[], key: (row: Row) => string): (row: Row) => string {
  const seen = new Map<string, number>();
  const keys = new Map<Row, string>();
  for (const row of rows) {
    const plain = key(row);
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    keys.set(row, times === 1 ? plain : `${plain}#${times}`);
  }
  return (row) => keys.get(row) ?? key(row);
}
