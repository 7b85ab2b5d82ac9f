import { lines } from "./lines.ts";

/** `NAME=value`, and the value in quotes of either sort if there are any. */
const ASSIGNMENT = /^([A-Z_0-9]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']*))\s*$/;

/**
 * Parses `/etc/os-release`. What is no assignment is passed over.
 *
 * @returns The distribution and its version, such as `Debian GNU/Linux 12`; "" where it does not say.
 * @see https://man7.org/linux/man-pages/man5/os-release.5.html
 */
export function parseOsRelease(text: string): string {
  const values = new Map<string, string>();
  for (const line of lines(text)) {
    const [, name, double, single, plain = ""] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined) values.set(name, double?.replace(/\\(.)/g, "$1") ?? single ?? plain);
  }
  return [values.get("NAME") ?? "", values.get("VERSION_ID") ?? ""].filter((word) => word !== "").join(" ");
}
