/** Whether the first `length` bytes of `buffer` are `line`. Calling the runtime's own comparison costs more for what is short. */
export function beginsWith(buffer: Uint8Array, line: Uint8Array, length: number): boolean {
  if (line.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (buffer[at] !== line[at]) return false;
  return true;
}
