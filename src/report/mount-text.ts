import type { MountFacts } from "../collector/detail-sample.ts";

/** Device or the like; in brackets the directory in it, where that is not its root. */
export function sourceText({ source, root }: Pick<MountFacts, "source" | "root">): string {
  return root === "/" ? source : `${source}[${root}]`;
}

/** Options of the mount and of its file system together: it is read-only when either is. */
export function optionsText({ options, superOptions }: Pick<MountFacts, "options" | "superOptions">): string {
  const all = new Set([...options, ...superOptions]);
  const access = ["ro", "rw"].filter((option) => all.has(option)).slice(0, 1);
  return [...access, ...[...all].filter((option) => option !== "ro" && option !== "rw")].join(",");
}
