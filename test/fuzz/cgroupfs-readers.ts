import { parseBlkio } from "../../src/cgroupfs/blkio.ts";
import { cgroupMembership } from "../../src/cgroupfs/cgroup-owner.ts";
import { parseCgroupProcs } from "../../src/cgroupfs/cgroup-procs.ts";
import { parseCounter } from "../../src/cgroupfs/counter.ts";
import { parseCpuCount } from "../../src/cgroupfs/cpu-list.ts";
import { parseCfsQuota, parseCpuMax } from "../../src/cgroupfs/cpu-max.ts";
import { parseCpuStat } from "../../src/cgroupfs/cpu-stat.ts";
import { parseCpuacctStat, parseCpuacctUsage } from "../../src/cgroupfs/cpuacct.ts";
import { parseDeviceNumbers } from "../../src/cgroupfs/device-numbers.ts";
import { parseCgroupEvents, parseFreezerState } from "../../src/cgroupfs/freezer.ts";
import { parseIfpriomap } from "../../src/cgroupfs/ifpriomap.ts";
import { parseBlkioLimit, parseIoMax } from "../../src/cgroupfs/io-limits.ts";
import { parseIoOperations, parseIoStat } from "../../src/cgroupfs/io-stat.ts";
import { parseIoWeight } from "../../src/cgroupfs/io-weight.ts";
import { parseLimit } from "../../src/cgroupfs/limit.ts";
import { parseMemoryEvents } from "../../src/cgroupfs/memory-events.ts";
import { parseMemoryStat } from "../../src/cgroupfs/memory-stat.ts";
import { parseOomControl } from "../../src/cgroupfs/oom-control.ts";
import { parsePidsEvents } from "../../src/cgroupfs/pids-events.ts";
import { v1, v2 } from "../cgroupfs/containers.ts";
import { type FuzzedReader, type KernelParser, kernelReader } from "./fuzzed-reader.ts";

const PARSERS: readonly KernelParser[] = [
  {
    name: "parseBlkio",
    parse: parseBlkio,
    samples: ["8:0 Read 4096\n8:0 Write 0\n8:0 Total 4096\nTotal 4096\n", ""],
  },
  { name: "parseCgroupProcs", parse: parseCgroupProcs, samples: ["17\n4\n", ""] },
  { name: "cgroupMembership", parse: cgroupMembership, samples: ["/system.slice/ssh.service", "/"] },
  {
    name: "parseCounter",
    parse: parseCounter,
    samples: [v2("memory.current"), v1("memory", "memory.failcnt")],
  },
  { name: "parseCfsQuota", parse: (text) => parseCfsQuota(text, "100000\n"), samples: ["50000\n", "-1\n"] },
  { name: "parseCfsQuota's period", parse: (text) => parseCfsQuota("-1\n", text), samples: ["100000\n"] },
  { name: "parseCpuMax", parse: parseCpuMax, samples: [v2("cpu.max"), "max 100000\n"] },
  { name: "parseCpuStat", parse: parseCpuStat, samples: [v2("cpu.stat"), v1("cpu", "cpu.stat")] },
  { name: "parseCpuacctUsage", parse: parseCpuacctUsage, samples: [v1("cpuacct", "cpuacct.usage")] },
  { name: "parseCpuacctStat", parse: parseCpuacctStat, samples: [v1("cpuacct", "cpuacct.stat")] },
  { name: "parseFreezerState", parse: parseFreezerState, samples: [v1("freezer", "freezer.state")] },
  { name: "parseCgroupEvents", parse: parseCgroupEvents, samples: [v2("cgroup.events")] },
  {
    name: "parseIoStat",
    parse: parseIoStat,
    samples: [v2("io.stat"), "8:0 rbytes=1 wbytes=2 rios=3 wios=4\n"],
  },
  {
    name: "parseIoOperations",
    parse: parseIoOperations,
    samples: [v2("io.stat"), "8:0 rbytes=1 wbytes=2 rios=3 wios=4\n"],
  },
  {
    name: "parseIoMax",
    parse: parseIoMax,
    samples: ["8:16 rbps=2097152 wbps=max riops=max wiops=120\n", ""],
  },
  {
    name: "parseBlkioLimit",
    parse: (text) => parseBlkioLimit(text, "readsPerSecond"),
    samples: ["8:16 2097152\n", ""],
  },
  { name: "parsePidsEvents", parse: parsePidsEvents, samples: ["max 12\n"] },
  { name: "parseLimit", parse: parseLimit, samples: [v2("memory.max"), v2("memory.high"), v2("pids.max")] },
  { name: "parseMemoryEvents", parse: parseMemoryEvents, samples: [v2("memory.events")] },
  {
    name: "parseMemoryStat",
    parse: parseMemoryStat,
    samples: [v2("memory.stat"), v1("memory", "memory.stat")],
  },
  { name: "parseCpuCount", parse: parseCpuCount, samples: ["0-3,8\n", "\n"] },
  {
    name: "parseDeviceNumbers",
    parse: parseDeviceNumbers,
    samples: ["254:0 1048576\n", "default 100\n", ""],
  },
  { name: "parseIfpriomap", parse: parseIfpriomap, samples: ["lo 0\neth0 5\n"] },
  {
    name: "parseIoMax",
    parse: parseIoMax,
    samples: ["254:0 rbps=1048576 wbps=max riops=max wiops=max\n", ""],
  },
  { name: "parseIoWeight", parse: parseIoWeight, samples: ["default 2930\n8:0 50\n", "100\n"] },
  {
    name: "parseBlkioLimit",
    parse: (text) => parseBlkioLimit(text, "readsPerSecond"),
    samples: ["254:0 1048576\n", ""],
  },
  { name: "parseIoOperations", parse: parseIoOperations, samples: [v2("io.stat"), "8:0 rios=3 wios=4\n"] },
  { name: "parsePidsEvents", parse: parsePidsEvents, samples: ["max 0\n"] },
  { name: "parseOomControl", parse: parseOomControl, samples: [v1("memory", "memory.oom_control")] },
];

/** Every parser of `src/cgroupfs`, with what a host was seen to say. */
export const CGROUPFS_READERS: readonly FuzzedReader[] = PARSERS.map(kernelReader);
