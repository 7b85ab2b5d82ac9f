/**
 * Undoes what systemd does to a name before it becomes part of a unit's: `web\x2d1` stands for `web-1`.
 *
 * @see https://man7.org/linux/man-pages/man1/systemd-escape.1.html
 */
export function unescapeUnit(name: string): string {
  return name.replace(/\\x(?<code>[0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
