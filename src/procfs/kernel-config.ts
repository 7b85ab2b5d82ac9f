import { lines } from "./lines.ts";

/**
 * Parses what a kernel was built with, `/proc/config.gz` unpacked or `/boot/config-[release]`: the options that
 * are set, with their values (`y`, `m`, a number, a text in quotes). An option that is not set is not among them.
 *
 * @see https://docs.kernel.org/kbuild/kconfig.html
 */
export function parseKernelConfig(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const line of lines(text)) {
    const [, name, value] = /^(CONFIG_\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) options.set(name, value);
  }
  return options;
}
