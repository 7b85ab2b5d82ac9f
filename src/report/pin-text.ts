import type { NamespacePin } from "../collector/namespace-survey.ts";

/** What holds a namespace, in a few words, such as `mount /run/netns/blue (pid 1)` or `fd /proc/42/fd/7`. */
export function pinText({ kind, pid, path }: NamespacePin): string {
  const holder = pid === null || path?.startsWith(`/proc/${pid}/`) === true ? "" : `pid ${pid}`;
  if (path === null) return [kind, holder].filter((word) => word !== "").join(" ");
  return holder === "" ? `${kind} ${path}` : `${kind} ${path} (${holder})`;
}
