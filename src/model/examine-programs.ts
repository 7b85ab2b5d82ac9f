import type { ProgramFacts, ProgramName } from "../collector/doctor-facts.ts";
import { fine, type Judged, type Lack, limited, missing, unknown } from "./doctor-check.ts";

/** What is missing without each, and the packages of Debian, Fedora and Alpine that it is in. */
const PROGRAMS: Readonly<Record<ProgramName, Lack & { readonly of: string }>> = {
  nsenter: {
    of: "util-linux",
    costs: "hostnames, addresses and IPC objects of containers",
    remedy: "apt, dnf or apk: util-linux",
  },
  lsns: {
    of: "util-linux from 2.38 on",
    costs: "owners and some parents of namespaces, and where some cables lead",
    remedy: "apt, dnf or apk: util-linux, 2.38 or later",
  },
  ip: {
    of: "iproute2",
    costs: "kinds, states and other ends of interfaces, and most addresses",
    remedy: "apt or apk: iproute2; dnf: iproute",
  },
  stty: {
    of: "coreutils",
    costs: "a sane terminal after the live view was killed",
    remedy: "apt, dnf or apk: coreutils",
  },
  cat: {
    of: "coreutils",
    costs: "hostnames and IPC objects of containers",
    remedy: "apt, dnf or apk: coreutils",
  },
};

/** The host's programs that nstop runs; it finds them in the system's own directories, whatever PATH says. */
export function examinePrograms(programs: readonly ProgramFacts[]): readonly Judged[] {
  return programs.map(({ name, path, version, isWhole }) => {
    const { of, ...lack } = PROGRAMS[name];
    if (path === null) return missing(name, "not in /usr/bin, /bin, /usr/sbin or /sbin", lack);
    if (isWhole === null) return unknown(name, `${path} does not answer`, { ...lack, remedy: null });
    const found = [path, ...(version === null ? [] : [version])].join(", ");
    return isWhole ? fine(name, found) : limited(name, `${found}: it is not ${of}`, lack);
  });
}
