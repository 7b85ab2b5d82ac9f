import type { NamespaceType } from "../procfs/namespace-link.ts";
import type { Doors } from "./enter-doors.ts";

/** The host's programs that entering takes, by absolute path. */
export interface EnterPrograms {
  readonly nsenter: string;
  readonly unshare: string;
  /** The shell of a person who did not name a command, and its arguments. */
  readonly shell: readonly string[];
}

/** What takes one namespace of each type, given a path. */
const FLAGS: Readonly<Record<NamespaceType, string>> = {
  user: "--user",
  mnt: "--mount",
  uts: "--uts",
  ipc: "--ipc",
  net: "--net",
  pid: "--pid",
  cgroup: "--cgroup",
  time: "--time",
};

/**
 * The container's best shell. It starts without files of its own, which could set another prompt: the prompt says where
 * one is.
 */
export const SHELL_INSIDE: readonly string[] = [
  "sh",
  "-c",
  "if command -v bash >/dev/null 2>&1; then exec bash --noprofile --norc; fi; exec sh",
];

/** `/proc` shows the processes of the pid namespace in which it was mounted. */
const OWN_PROC = `mount -t proc -o nosuid,nodev,noexec proc /proc ||
  echo "nstop: /proc still shows the host's processes" >&2`;

/** `/sys/class/net` shows the network in which `/sys` was mounted. What is mounted below it, cgroups, is kept. */
const OWN_SYS = `(cd /sys/fs/cgroup && mount -t sysfs -o nosuid,nodev,noexec sysfs /sys &&
  mount --no-canonicalize --rbind . /sys/fs/cgroup) ||
  echo "nstop: /sys still shows the host's network" >&2`;

/**
 * How `nsenter` is told to enter: a namespace that nstop is in itself needs no entering, and may not be entered.
 *
 * @param keepIds - Stay the user that one is: in a user namespace that maps no root, or not this one.
 * @see https://man7.org/linux/man-pages/man1/nsenter.1.html
 */
export function enterFlags({ namespaces, files }: Doors, keepIds: boolean): readonly string[] {
  const entered = namespaces.filter(({ own }) => !own);
  return [
    ...entered.map(({ type, path }) => `${FLAGS[type]}=${path}`),
    ...(files === null ? [] : [`--root=${files.root}`, `--wd=${files.workingDirectory}`]),
    ...(keepIds && entered.some(({ type }) => type === "user") ? ["--preserve-credentials"] : []),
  ];
}

/**
 * The command line that runs something in the namespaces behind the doors. With the container's files it is a program
 * of the container. Else it is one of the host, in a mount namespace of its own where `/proc` and `/sys` are to be right.
 *
 * @param command - `null`: a shell.
 */
export function enterCommand(
  doors: Doors,
  command: readonly string[] | null,
  keepIds: boolean,
  programs: EnterPrograms,
): readonly string[] {
  const enter = [programs.nsenter, ...enterFlags(doors, keepIds), "--"];
  if (doors.files !== null) return [...enter, ...(command ?? SHELL_INSIDE)];
  const mounts = doors.namespaces.flatMap(({ type, own }) =>
    own ? [] : type === "pid" ? [OWN_PROC] : type === "net" ? [OWN_SYS] : [],
  );
  const wanted = command ?? programs.shell;
  if (mounts.length === 0) return [...enter, ...wanted];
  const script = [...mounts, 'exec "$@"'].join("\n");
  return [...enter, programs.unshare, "--mount", "--", "/bin/sh", "-c", script, "nstop", ...wanted];
}
