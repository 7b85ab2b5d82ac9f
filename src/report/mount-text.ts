import type { MountFacts } from "../collector/detail-sample.ts";

/** Device or the like; in brackets the directory in it, where that is not its root. */
export function sourceText({ source, root }: Pick<MountFacts, "source" | "root">): string {
  return root === "/" ? source : `${source}[${root}]`;
}

/** Whether what is on the host can be changed through a mount: `writable` or `read-only`; empty where it is no host's. */
export function hostText(mount: MountFacts): string {
  if (mount.fromHost !== true) return "";
  return isReadOnly(mount) ? "read-only" : "writable";
}

/** A mount is read-only when it or its file system is. */
export function isReadOnly({ options, superOptions }: Pick<MountFacts, "options" | "superOptions">): boolean {
  return options.includes("ro") || superOptions.includes("ro");
}

/** What a process has at `/`, such as `overlay, writable, private`; `null` when it is not listed. */
export function rootFileSystemText(mounts: readonly MountFacts[]): string | null {
  // The one that was mounted last hides the others.
  const root = mounts.findLast(({ mountPoint }) => mountPoint === "/");
  if (root === undefined) return null;
  const whose = root.fromHost === true ? ", the host's" : "";
  return `${root.fsType} ${sourceText(root)}, ${isReadOnly(root) ? "read-only" : "writable"}, ${root.propagation}${whose}`;
}

/** How many mounts come from the host, such as `2 writable, 3 read-only`; `null` when that is not known. */
export function hostMountsText(mounts: readonly MountFacts[]): string | null {
  if (mounts.some(({ fromHost }) => fromHost === null)) return null;
  const writable = mounts.filter((mount) => hostText(mount) === "writable").length;
  const readOnly = mounts.filter((mount) => hostText(mount) === "read-only").length;
  return writable + readOnly === 0 ? "none" : `${writable} writable, ${readOnly} read-only`;
}

/** Options of the mount and of its file system together: it is read-only when either is. */
export function optionsText({ options, superOptions }: Pick<MountFacts, "options" | "superOptions">): string {
  const all = new Set([...options, ...superOptions]);
  const access = ["ro", "rw"].filter((option) => all.has(option)).slice(0, 1);
  return [...access, ...[...all].filter((option) => option !== "ro" && option !== "rw")].join(",");
}
