import type { OthersFacts, ProcMountFacts, RightsFacts } from "../collector/doctor-facts.ts";
import type { IdRange } from "../procfs/id-map.ts";
import { fileCheck, fine, type Judged, type Lack, limited, missing, unknown } from "./doctor-check.ts";

/** What each capability is for; any of its names gives it. */
const CAPABILITIES: readonly { readonly names: readonly string[]; readonly costs: string }[] = [
  { names: ["CAP_SYS_PTRACE"], costs: "namespaces, I/O, mounts and open files of other users' processes" },
  { names: ["CAP_SYS_ADMIN"], costs: "hostnames, addresses and IPC objects of containers (nsenter)" },
  {
    names: ["CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE"],
    costs: "open files of other users' processes, and what engines keep on disk",
  },
];

/** What is tried on the processes of others. */
const TRIALS = [
  {
    key: "namespaces",
    name: "others' namespaces",
    costs: "who shares which namespaces: it is shown as ?",
  },
  { key: "io", name: "others' I/O", costs: "what single processes read and write" },
  {
    key: "files",
    name: "others' open files",
    costs: "which process a socket is of, and what descriptors pin",
  },
] as const satisfies readonly { key: keyof OthersFacts; name: string; costs: string }[];

/**
 * What nstop may, by what it is and by what came of trying.
 *
 * @param inContainer - It gets its rights from how its container is run.
 */
export function examineRights(facts: RightsFacts, inContainer: boolean): readonly Judged[] {
  const { uid, effective, others } = facts;
  const remedy = moreRights(uid, inContainer);
  const remedyFor = (capability: string) =>
    inContainer ? `--cap-add ${capability.replace("CAP_", "")} for its container, or --privileged` : remedy;
  return [
    userCheck(facts, remedy),
    ...CAPABILITIES.map(({ names, costs }) =>
      capabilityCheck(names, effective, { costs, remedy: remedyFor(names[0] ?? "") }),
    ),
    hostNamespacesCheck(facts, inContainer ? "--pid=host --privileged for its container" : remedy),
    ...TRIALS.map(({ key, name, costs }) => trialCheck(name, others[key], others.tried, { costs, remedy })),
    enterCheck(facts, remedy),
    procCheck(facts.proc, remedy),
    fileCheck("kernel log", facts.kernelLog, {
      there: "/dev/kmsg",
      gone: "there is no /dev/kmsg",
      costs: "whom the kernel killed when a group ran out of memory, and when",
      remedy: inContainer || uid === 0 ? remedy : `${remedy}; or CAP_SYSLOG`,
    }),
    confinementCheck(facts),
    yamaCheck(facts),
  ];
}

/** Whether some right is missing that root on the host has. */
export function lacksRights({ effective }: RightsFacts): boolean {
  return CAPABILITIES.some(({ names }) => !names.some((name) => effective?.includes(name)));
}

/** What gives a process the rights that it lacks. */
function moreRights(uid: number | null, inContainer: boolean): string {
  if (inContainer) return "--privileged for its container";
  return uid === 0 ? "all of root's capabilities: it was started with fewer" : "sudo nstop";
}

function userCheck({ uid, userName, uidMap }: RightsFacts, remedy: string): Judged {
  if (uid === null) return unknown("user", "who runs nstop is not known");
  const outside = uidMap === null ? null : outsideId(uid, uidMap);
  const named = `uid ${uid}${userName === null ? "" : `, ${userName}`}`;
  if (uid === 0 && (outside === 0 || outside === null)) return fine("user", named);
  const found =
    outside === null || outside === uid ? named : `${named}; outside of its user namespace ${outside}`;
  return limited("user", found, {
    costs: "what the lines below say, unless a capability makes up for it",
    remedy,
  });
}

function outsideId(uid: number, ranges: readonly IdRange[]): number | null {
  const range = ranges.find(({ inside, length }) => uid >= inside && uid < inside + length);
  return range === undefined ? null : range.outside + uid - range.inside;
}

function capabilityCheck(names: readonly string[], effective: readonly string[] | null, lack: Lack): Judged {
  const [name = ""] = names;
  if (effective === null) return unknown(name, "whether nstop has it is not known", lack);
  const held = names.find((candidate) => effective.includes(candidate));
  if (held === undefined) return missing(name, "nstop does not have it", lack);
  return fine(name, held === name ? "nstop has it" : `${held} gives more`);
}

function hostNamespacesCheck({ hostNamespaces }: RightsFacts, remedy: string): Judged {
  return fileCheck("host's namespaces", hostNamespaces, {
    there: "/proc/1/ns or /proc/2/ns",
    gone: "processes of the host are not to be seen",
    costs: "which namespaces are the host's: those of others are shown as ?",
    remedy,
  });
}

function trialCheck(name: string, read: number, tried: number, lack: Lack): Judged {
  if (tried === 0) return unknown(name, "there is no process to try it on", lack);
  const found = `could be read of ${read} of ${tried} processes that were tried`;
  if (read === tried) return fine(name, found);
  return read === 0 ? missing(name, found, lack) : limited(name, found, lack);
}

function enterCheck({ enters }: RightsFacts, remedy: string): Judged {
  const name = "entering namespaces";
  const lack = { costs: "hostnames, addresses and IPC objects of containers", remedy };
  if (enters === null) return unknown(name, "there is no nsenter to try it with", lack);
  return enters.did ? fine(name, "nsenter may") : missing(name, enters.message ?? "nsenter may not", lack);
}

function procCheck({ hidePid, hidePidGroup, isSubset, init }: ProcMountFacts, remedy: string): Judged {
  const hides = hidePid !== null && hidePid !== "0" && hidePid !== "off";
  const options = [...(hides ? [`hidepid=${hidePid}`] : []), ...(isSubset ? ["subset=pid"] : [])].join(", ");
  if (isSubset) {
    return limited("/proc", `mounted with ${options}`, {
      costs: "load, memory and pressure of the host",
      remedy: "a /proc that is mounted without subset=pid",
    });
  }
  if (!hides) return fine("/proc", "hides no process");
  if (init === "read") return fine("/proc", `mounted with ${options}, but not for this user`);
  const group =
    hidePidGroup === null || hidePidGroup === 0 ? "" : `, or as a member of group ${hidePidGroup}`;
  return missing("/proc", `mounted with ${options}: processes of others are hidden`, {
    costs: "every process of another user, and the groups that they are in",
    remedy: `${remedy}${group}; or mount -o remount,hidepid=0 /proc`,
  });
}

/** What confines nstop matters where it keeps nstop from something that it has the capability for. */
function confinementCheck({ seccomp, label, effective, others, enters }: RightsFacts): Judged {
  const filter = seccomp === null || seccomp === 0 ? [] : ["a seccomp filter"];
  const labels = label === null || /^(unconfined|kernel)\b/.test(label) ? [] : [label];
  const found = [...filter, ...labels].join(", ");
  if (found === "") return fine("confinement", "none");
  const keeps =
    (effective?.includes("CAP_SYS_PTRACE") === true && others.namespaces < others.tried) ||
    (effective?.includes("CAP_SYS_ADMIN") === true && enters?.did === false);
  if (!keeps) return fine("confinement", `${found}: takes nothing that nstop has rights for`);
  return limited("confinement", found, {
    costs: "what is refused above though the capability for it is there",
    remedy:
      "in a container --privileged, or --security-opt seccomp=unconfined --security-opt apparmor=unconfined",
  });
}

function yamaCheck({ yamaScope }: RightsFacts): Judged {
  if (yamaScope === null) return fine("yama", "not in this kernel");
  return fine("yama", `ptrace_scope ${yamaScope}: nstop attaches to no process, so it takes nothing`);
}
