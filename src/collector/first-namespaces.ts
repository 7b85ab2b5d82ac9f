import type { PerNamespace } from "../procfs/namespace-link.ts";

/**
 * Inodes of the namespaces that are there from the start, whoever may look at them: of `net` and `mnt` only from
 * kernel 6.18 on.
 *
 * @see `enum init_ns_ino` in include/uapi/linux/nsfs.h
 */
export const FIRST_NAMESPACES: PerNamespace<number> = {
  ipc: 0xefffffff,
  uts: 0xeffffffe,
  user: 0xeffffffd,
  pid: 0xeffffffc,
  cgroup: 0xeffffffb,
  time: 0xeffffffa,
  net: 0xeffffff9,
  mnt: 0xeffffff8,
};
