import { FIRST_NAMESPACES } from "../collector/first-namespaces.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";

/** Namespaces that are made later are numbered from here. @see `PROC_DYNAMIC_FIRST` in fs/proc/generic.c */
const FIRST_DYNAMIC_INODE = 0xf0000000;

/**
 * Which namespaces are known to be the host's, by those of pid 1: in a container pid 1 is the container's own, and what
 * is shared with it is not shared with the host. The first namespaces of most types are known by their numbers all the
 * same.
 *
 * @returns `ofInit` itself where pid 1 is the host's; `null` for a type of which it cannot be told.
 */
export function knownHostNamespaces(ofInit: PerNamespace<number | null>): PerNamespace<number | null> {
  if (ofInit.pid === null || ofInit.pid < FIRST_DYNAMIC_INODE) return ofInit;
  // Older kernels number the first ones of these two as any other.
  const { mnt, net } = FIRST_NAMESPACES;
  return {
    ...FIRST_NAMESPACES,
    mnt: ofInit.mnt === mnt ? mnt : null,
    net: ofInit.net === net ? net : null,
  };
}
