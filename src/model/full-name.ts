import type { Group } from "./snapshot.ts";

/** What a group is called among others: of a container in a pod, `POD/NAME`, since every pod has a `pause`, and many a `web`. */
export function fullName({ name, pod }: Pick<Group, "name" | "pod">): string {
  return pod === null ? name : `${pod.name}/${name}`;
}
