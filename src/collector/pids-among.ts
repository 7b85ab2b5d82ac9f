/** The pids in a listing of `/proc`, in their order: names are in that of their letters, in which 10 comes before 9. */
export function pidsAmong(names: readonly string[]): Int32Array {
  return Int32Array.from(names.map(pidOf).filter((pid) => pid !== null)).sort();
}

/** The pid that an entry of `/proc` is named after, if it is. */
function pidOf(name: string): number | null {
  const first = name.charCodeAt(0);
  return first >= 0x31 && first <= 0x39 ? Number(name) : null;
}
