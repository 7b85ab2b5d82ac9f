import type { HostPrograms } from "../host/host-programs.ts";
import type { HostReader } from "../host/host-reader.ts";
import { ProgramFailure } from "../host/run-program.ts";
import { capabilityNames } from "../procfs/capability.ts";
import { parseIdMap } from "../procfs/id-map.ts";
import { parseMountinfo } from "../procfs/mountinfo.ts";
import { wholeNumber } from "../procfs/number.ts";
import { parsePasswd } from "../procfs/passwd.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import { attempt, attemptLink, attemptParse, attemptRead, parseWhole } from "./attempt-read.ts";
import type { Outcome, ProcMountFacts, RightsFacts } from "./doctor-facts.ts";
import { FIRST_NAMESPACES } from "./first-namespaces.ts";
import { tryOthers } from "./try-others.ts";

const DEADLINE_MILLISECONDS = 5000;

/** Finds what nstop may read and do here: by what it is, and by trying. */
export async function probeRights(reader: HostReader, programs: HostPrograms): Promise<RightsFacts> {
  const status = await attemptParse(reader, "/proc/self/status", parsePidStatus);
  const users = await attemptParse(reader, "/etc/passwd", parsePasswd);
  const uid = status?.uids[1] ?? null;
  const proc = await procMount(reader);
  return {
    uid,
    userName: uid === null ? null : (users?.get(uid) ?? null),
    uidMap: await attemptParse(reader, "/proc/self/uid_map", parseIdMap),
    effective: status === null ? null : capabilityNames(status.capabilityMasks.Eff),
    seccomp: status?.seccomp ?? null,
    label: await attemptParse(reader, "/proc/self/attr/current", labelIn),
    yamaScope: await attemptParse(reader, "/proc/sys/kernel/yama/ptrace_scope", (text) =>
      wholeNumber(text.trim(), "/proc/sys/kernel/yama/ptrace_scope"),
    ),
    proc,
    kernelLog: (await attemptRead(reader, "/dev/kmsg")).outcome,
    hostNamespaces: hostNamespaces(reader),
    enters: await tryToEnter(reader, programs),
    others: await tryOthers(reader, uid),
  };
}

/** Pid 1 is the host's where this `/proc` is; one of the two is enough, as it is for the sampler. */
function hostNamespaces(reader: HostReader): Outcome {
  const own = attemptLink(reader, "/proc/self/ns/pid");
  if (own !== null && own !== `pid:[${FIRST_NAMESPACES.pid}]`) return "gone";
  const ofInit = attempt(() => reader.readLink("/proc/1/ns/mnt"));
  if (ofInit === "read") return ofInit;
  return attempt(() => reader.readLink("/proc/2/ns/mnt")) === "read" ? "read" : ofInit;
}

async function procMount(reader: HostReader): Promise<ProcMountFacts> {
  const mounts = parseWhole(reader, "/proc/self/mountinfo", parseMountinfo);
  const mount = mounts?.findLast(({ mountPoint, fsType }) => mountPoint === "/proc" && fsType === "proc");
  const option = (name: string) =>
    mount?.superOptions.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  const group = option("gid");
  return {
    hidePid: option("hidepid"),
    hidePidGroup: group === null ? null : Number(group),
    isSubset: option("subset") === "pid",
    init: (await attemptRead(reader, "/proc/1/stat")).outcome,
  };
}

/** Without the zero byte or line feed that ends it. */
function labelIn(text: string): string | null {
  return text.replace(/[\0\n]+$/, "") || null;
}

/** Runs a program that does nothing in a namespace that nstop is in already: that takes the same rights as any other. */
async function tryToEnter(reader: HostReader, programs: HostPrograms): Promise<RightsFacts["enters"]> {
  const [nsenter, nothing, pid] = [
    programs.find("nsenter"),
    programs.find("true"),
    attemptLink(reader, "/proc/self"),
  ];
  if (nsenter === null || nothing === null || pid === null) return null;
  try {
    const limits = { deadlineMilliseconds: DEADLINE_MILLISECONDS };
    await programs.run(nsenter, ["-t", pid, "-u", nothing], limits);
    return { did: true, message: null };
  } catch (error) {
    if (error instanceof ProgramFailure) return { did: false, message: error.message };
    throw error;
  }
}
