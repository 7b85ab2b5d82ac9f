/**
 * Checks a container's full id, which goes into requests and paths.
 *
 * @throws {SyntaxError} If `text` is not 64 hexadecimal digits.
 */
export function parseContainerId(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new SyntaxError(`${JSON.stringify(text.slice(0, 80))} is no container id`);
}
