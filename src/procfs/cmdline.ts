import { words } from "./lines.ts";

/**
 * Parses `/proc/cmdline`, what the kernel was started with: the values of each argument, in order. Of most
 * arguments the last one counts; one without a value has "".
 *
 * @see https://docs.kernel.org/admin-guide/kernel-parameters.html
 */
export function parseCmdline(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const word of words(text.replace(/\n$/, ""))) {
    const at = word.indexOf("=");
    const name = at < 0 ? word : word.slice(0, at);
    values.set(name, [...(values.get(name) ?? []), at < 0 ? "" : word.slice(at + 1)]);
  }
  return values;
}
