/**
 * Parses `/etc/passwd`. Lines that are not accounts are passed over, as the C library does; of a uid with
 * several names the first counts.
 *
 * @returns Account names by uid.
 * @see https://man7.org/linux/man-pages/man5/passwd.5.html
 */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name = "", , uid = ""] = line.split(":");
    const known = names.has(Number(uid));
    if (name !== "" && !name.startsWith("#") && /^\d{1,10}$/.test(uid) && !known)
      names.set(Number(uid), name);
  }
  return names;
}
