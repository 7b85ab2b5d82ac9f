/**
 * The eight namespace types in the order in which nstop shows them everywhere.
 *
 * @see https://man7.org/linux/man-pages/man7/namespaces.7.html
 */
export const NAMESPACE_TYPES = ["mnt", "uts", "pid", "ipc", "net", "user", "cgroup", "time"] as const;

/** One of the eight namespace types, named as in `/proc/[pid]/ns/`. */
export type NamespaceType = (typeof NAMESPACE_TYPES)[number];

/** One value for each namespace type. */
export type PerNamespace<Value> = Readonly<Record<NamespaceType, Value>>;

/** Makes one value for each namespace type. */
export function perNamespace<Value>(make: (type: NamespaceType) => Value): PerNamespace<Value> {
  return {
    mnt: make("mnt"),
    uts: make("uts"),
    pid: make("pid"),
    ipc: make("ipc"),
    net: make("net"),
    user: make("user"),
    cgroup: make("cgroup"),
    time: make("time"),
  };
}

/**
 * Parses what a link in `/proc/[pid]/ns/` points to, such as `net:[4026531840]`.
 *
 * @returns The namespace's inode number.
 * @throws {SyntaxError} If `text` is not a namespace link of that type.
 * @see https://man7.org/linux/man-pages/man7/namespaces.7.html
 */
export function parseNamespaceLink(text: string, type: NamespaceType): number {
  const start = type.length + 2;
  const digits = text.slice(start, -1);
  const isLink = text.startsWith(type) && text.startsWith(":[", type.length) && text.endsWith("]");
  if (!isLink || !/^\d+$/.test(digits)) {
    throw new SyntaxError(`not a ${type} namespace link: ${JSON.stringify(text)}`);
  }
  return Number(digits);
}
