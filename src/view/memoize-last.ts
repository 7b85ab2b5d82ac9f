/** The function with its last result kept: called again with the same arguments, it gives the same object. */
export function memoizeLast<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given) => {
    const same = last?.given.every((argument, index) => Object.is(argument, given[index])) ?? false;
    if (last === null || !same) last = { given, result: compute(...given) };
    return last.result;
  };
}
