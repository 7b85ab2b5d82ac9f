/** An order of rows. */
export type Compare<Row> = (a: Row, b: Row) => number;

/** Highest first; unknown last. */
export function descending<Row>(value: (row: Row) => number | null): Compare<Row> {
  return (a, b) => (value(b) ?? Number.NEGATIVE_INFINITY) - (value(a) ?? Number.NEGATIVE_INFINITY) || 0;
}

/** Lowest first; unknown last. */
export function ascending<Row>(value: (row: Row) => number | null): Compare<Row> {
  return (a, b) => (value(a) ?? Number.POSITIVE_INFINITY) - (value(b) ?? Number.POSITIVE_INFINITY) || 0;
}

/** By code point, so that the order is the same in every locale; numbers within text are not looked at. */
export function alphabetical<Row>(text: (row: Row) => string): Compare<Row> {
  return (a, b) => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
