import { decodeText, encodeText } from "../../src/host/text.ts";
import { capabilityNames } from "../../src/procfs/capability.ts";
import { parseCgroups } from "../../src/procfs/cgroups.ts";
import { parseCmdline } from "../../src/procfs/cmdline.ts";
import { parseFibTrie } from "../../src/procfs/fib-trie.ts";
import { parseIdMap } from "../../src/procfs/id-map.ts";
import { parseIfInet6 } from "../../src/procfs/if-inet6.ts";
import { parseKernelConfig } from "../../src/procfs/kernel-config.ts";
import { parseKernelRelease } from "../../src/procfs/kernel-release.ts";
import { parseLoadavg } from "../../src/procfs/loadavg.ts";
import { parseMeminfo } from "../../src/procfs/meminfo.ts";
import { parseMountinfo } from "../../src/procfs/mountinfo.ts";
import { parseMqueueFile } from "../../src/procfs/mqueue-file.ts";
import { parseNamespaceLink } from "../../src/procfs/namespace-link.ts";
import { parseNetDev } from "../../src/procfs/net-dev.ts";
import { parseNetIpv6Route } from "../../src/procfs/net-ipv6-route.ts";
import { parseNetRoute } from "../../src/procfs/net-route.ts";
import { parseNetSockets } from "../../src/procfs/net-sockets.ts";
import { parseNetUnix } from "../../src/procfs/net-unix.ts";
import { parseOsRelease } from "../../src/procfs/os-release.ts";
import { parsePasswd } from "../../src/procfs/passwd.ts";
import { parsePidCgroup } from "../../src/procfs/pid-cgroup.ts";
import { parsePidIo } from "../../src/procfs/pid-io.ts";
import { parsePidLimits } from "../../src/procfs/pid-limits.ts";
import { parsePidStat, parsePidStatBytes } from "../../src/procfs/pid-stat.ts";
import { parsePidStatus } from "../../src/procfs/pid-status.ts";
import { parsePressure } from "../../src/procfs/pressure.ts";
import { parseStat } from "../../src/procfs/stat.ts";
import { parseSysvipcMsg } from "../../src/procfs/sysvipc-msg.ts";
import { parseSysvipcSem } from "../../src/procfs/sysvipc-sem.ts";
import { parseSysvipcShm } from "../../src/procfs/sysvipc-shm.ts";
import { parseTimensOffsets } from "../../src/procfs/timens-offsets.ts";
import { parseUptime } from "../../src/procfs/uptime.ts";
import { fixtureText } from "../procfs/fixture.ts";
import { type FuzzedReader, type KernelParser, kernelReader } from "./fuzzed-reader.ts";

const hybrid = (path: string) => fixtureText("hybrid-docker", path);
const v2 = (path: string) => fixtureText("v2-docker-systemd", path);

/** As many lines as are worth cutting off at every byte. */
const head = (text: string) =>
  text
    .split(/(?<=\n)/)
    .slice(0, 12)
    .join("");

const PARSERS: readonly KernelParser[] = [
  { name: "capabilityNames", parse: capabilityNames, samples: ["00000000a80425fb"] },
  {
    name: "parseCgroups",
    parse: parseCgroups,
    samples: ["#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t3\t6\t1\nmemory\t0\t6\t0\n"],
  },
  { name: "parseCmdline", parse: parseCmdline, samples: ["console=ttyS0 quiet psi=1\n"] },
  { name: "parseFibTrie", parse: parseFibTrie, samples: [v2("/proc/349/net/fib_trie")] },
  {
    name: "parseIdMap",
    parse: parseIdMap,
    samples: [v2("/proc/349/uid_map"), hybrid("/proc/10077/gid_map")],
  },
  { name: "parseIfInet6", parse: parseIfInet6, samples: [hybrid("/proc/1/net/if_inet6"), ""] },
  {
    name: "parseKernelConfig",
    parse: parseKernelConfig,
    samples: ["CONFIG_PSI=y\n# CONFIG_X is not set\n"],
  },
  { name: "parseKernelRelease", parse: parseKernelRelease, samples: ["6.1.0-45-amd64\n"] },
  { name: "parseLoadavg", parse: parseLoadavg, samples: [v2("/proc/loadavg"), hybrid("/proc/loadavg")] },
  { name: "parseMeminfo", parse: parseMeminfo, samples: [v2("/proc/meminfo"), hybrid("/proc/meminfo")] },
  {
    name: "parseMountinfo",
    parse: parseMountinfo,
    samples: [v2("/proc/349/mountinfo"), v2("/proc/1/mountinfo")],
  },
  {
    name: "parseMqueueFile",
    parse: parseMqueueFile,
    samples: ["QSIZE:5   NOTIFY:0  SIGNO:0  NOTIFY_PID:0 \n"],
  },
  {
    name: "parseNamespaceLink",
    parse: (text) => parseNamespaceLink(text, "net"),
    samples: ["net:[4026531840]"],
  },
  {
    name: "parseNetDev",
    parse: parseNetDev,
    samples: [v2("/proc/349/net/dev"), hybrid("/proc/11393/net/dev")],
  },
  {
    name: "parseNetIpv6Route",
    parse: parseNetIpv6Route,
    samples: [head(hybrid("/proc/1/net/ipv6_route")), ""],
  },
  { name: "parseNetRoute", parse: parseNetRoute, samples: [v2("/proc/349/net/route"), ""] },
  {
    name: "parseNetSockets",
    parse: parseNetSockets,
    samples: [head(hybrid("/proc/11393/net/tcp6")), v2("/proc/349/net/tcp"), v2("/proc/349/net/udp")],
  },
  { name: "parseNetUnix", parse: parseNetUnix, samples: [head(hybrid("/proc/1/net/unix"))] },
  {
    name: "parseOsRelease",
    parse: parseOsRelease,
    samples: ['NAME="Debian GNU/Linux"\nVERSION_ID=12\nID=debian\n'],
  },
  { name: "parsePasswd", parse: parsePasswd, samples: ["root:x:0:0:root:/root:/bin/sh\n"] },
  {
    name: "parsePidCgroup",
    parse: parsePidCgroup,
    samples: [v2("/proc/349/cgroup"), hybrid("/proc/11393/cgroup")],
  },
  { name: "parsePidIo", parse: parsePidIo, samples: [v2("/proc/349/io")] },
  { name: "parsePidLimits", parse: parsePidLimits, samples: [v2("/proc/349/limits")] },
  { name: "parsePidStat", parse: parsePidStat, samples: [v2("/proc/349/stat"), hybrid("/proc/2/stat")] },
  {
    name: "parsePidStatBytes",
    parse: (text) => parsePidStatBytes(encodeText(text), encodeText(text).length, decodeText),
    samples: [v2("/proc/349/stat"), hybrid("/proc/2/stat")],
  },
  {
    name: "parsePidStatus",
    parse: parsePidStatus,
    samples: [v2("/proc/349/status"), hybrid("/proc/2/status")],
  },
  {
    name: "parsePressure",
    parse: parsePressure,
    samples: [v2("/proc/pressure/cpu"), hybrid("/proc/pressure/io")],
  },
  { name: "parseStat", parse: parseStat, samples: [v2("/proc/stat"), hybrid("/proc/stat")] },
  {
    name: "parseSysvipcMsg",
    parse: parseSysvipcMsg,
    samples: ["   key   msqid perms\n  -5   1  666  7  1  8142  0  70  0  0  0  1795626934  0  1795626930\n"],
  },
  {
    name: "parseSysvipcSem",
    parse: parseSysvipcSem,
    samples: ["   key   semid perms\n  -5   7  644  5  70  70  70  70  0  1795626593\n"],
  },
  {
    name: "parseSysvipcShm",
    parse: parseSysvipcShm,
    samples: [
      "   key   shmid perms\n  -5  0  1644  12345  15806  0  2  0  0  0  0  0  0  1795626593  4096  0\n",
    ],
  },
  { name: "parseTimensOffsets", parse: parseTimensOffsets, samples: [v2("/proc/349/timens_offsets")] },
  { name: "parseUptime", parse: parseUptime, samples: [v2("/proc/uptime"), hybrid("/proc/uptime")] },
];

/** Every parser of `src/procfs`, with what a host was seen to say. */
export const PROCFS_READERS: readonly FuzzedReader[] = PARSERS.map(kernelReader);
