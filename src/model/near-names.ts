/** Longer texts are not compared letter by letter: a name may be of any length. */
const MAX_LENGTH = 64;

/** The names most like `text`, best first: those that hold it or are a slip or two away. */
export function nearNames(text: string, names: Iterable<string>, atMost = 3): readonly string[] {
  const wanted = text.toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, atMost)
    .map(({ name }) => name);
}

function distanceOf(wanted: string, name: string): number {
  if (wanted.length > 1 && name.includes(wanted)) return 0;
  if (Math.abs(wanted.length - name.length) > 2 || Math.max(wanted.length, name.length) > MAX_LENGTH)
    return Infinity;
  const distance = editDistance(wanted, name);
  // Two slips make any name of three letters any other.
  return distance < wanted.length / 2 ? distance : Infinity;
}

/** Letters to insert, drop, change or swap with the next to make `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          isSwapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
