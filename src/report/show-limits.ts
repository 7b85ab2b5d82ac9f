import type { CgroupView, CpuView, DeviceView, MemoryView } from "../model/cgroup-view.ts";
import type { Show } from "../model/detail.ts";
import { bytes, count, percent, rate, UNKNOWN } from "./format.ts";
import {
  CGROUP_VERSION_TEXTS,
  classIdText,
  cpuWeightText,
  freezerText,
  type LimitLine,
  limitLines,
  memoryEventsText,
  nearestLimitText,
  pressureTimesText,
  setText,
  sharedText,
  throttlingText,
} from "./limits-text.ts";
import { type Fact, factSection, type ReportSection, tableSection } from "./report-section.ts";
import type { Paper, TextColumn } from "./text-table.ts";

/** What holds a group back: use against limits, what its control group was told and has counted, its block devices. */
export function limitsSections({ cgroup }: Show, paper: Paper): readonly ReportSection[] {
  return [
    tableSection("LIMITS", LIMIT_COLUMNS, cgroup && limitLines(cgroup), paper),
    cgroup === null ? [] : factSection("CONTROL GROUP", cgroupFacts(cgroup), paper),
    cgroup?.io == null ? [] : tableSection("BLOCK DEVICES", DEVICE_COLUMNS, cgroup.io.devices, paper),
  ];
}

const LIMIT_COLUMNS: readonly TextColumn<LimitLine>[] = [
  { title: "RESOURCE", text: ({ name }) => name },
  { title: "USE", align: "right", text: ({ used }) => used },
  { title: "LIMIT", align: "right", text: ({ limit }) => limit },
  { title: "USED", align: "right", text: ({ share }) => share },
  { title: "OF", shrinks: true, text: ({ of }) => of },
  { title: "FILE", shrinks: true, text: ({ file }) => file },
];

const DEVICE_COLUMNS: readonly TextColumn<DeviceView>[] = [
  { title: "DEVICE", text: ({ name, number }) => name ?? number },
  { title: "NUMBER", text: ({ number }) => number },
  { title: "READ", align: "right", text: ({ readBytesPerSecond }) => rate(readBytesPerSecond) },
  { title: "WRITE", align: "right", text: ({ writeBytesPerSecond }) => rate(writeBytesPerSecond) },
  { title: "READS/s", align: "right", text: ({ readsPerSecond }) => count(readsPerSecond) },
  { title: "WRITES/s", align: "right", text: ({ writesPerSecond }) => count(writesPerSecond) },
  { title: "ALL READ", align: "right", text: ({ readBytes }) => bytes(readBytes) },
  { title: "WRITTEN", align: "right", text: ({ writeBytes }) => bytes(writeBytes) },
  { title: "WEIGHT", align: "right", text: ({ weight }) => (weight === null ? UNKNOWN : String(weight)) },
];

function cgroupFacts(cgroup: CgroupView): readonly Fact[] {
  const { cpu, cpuset, memory, pids, io, pressure, freezer, network } = cgroup;
  return [
    ["path", cgroup.path],
    ["version", CGROUP_VERSION_TEXTS[cgroup.version]],
    ["shared", sharedText(cgroup)],
    ["nearest limit", nearestLimitText(cgroup)],
    ...(cpu === null ? [] : cpuFacts(cpu)),
    ["cpus", cpuset === null ? "" : setText(cpuset.cpus, cpuset.effectiveCpus)],
    ["memory nodes", cpuset === null ? "" : setText(cpuset.mems, cpuset.effectiveMems)],
    ...(memory === null ? [] : memoryFacts(memory)),
    ["pids", pids === null ? "" : `at most ${count(pids.peak)} so far, refused ${count(pids.refused)}`],
    ["i/o weight", io?.weight == null ? "" : `${io.weight}, ${io.weightFile ?? UNKNOWN}`],
    ...(pressure === null
      ? []
      : (["cpu", "memory", "io"] as const).map(
          (resource): Fact => [`${resource} pressure`, pressureTimesText(pressure[resource])],
        )),
    ["freezer", freezer === null ? "" : freezerText(freezer)],
    ["network class", network?.classId == null ? "" : classIdText(network.classId)],
    ...(network?.priorities ?? []).map(
      (each): Fact => ["network priority", `${each.priority} by ${each.interface}`],
    ),
  ];
}

function cpuFacts(cpu: CpuView): readonly Fact[] {
  return [
    ["cpu weight", cpuWeightText(cpu)],
    ["cpu time", `user ${percent(cpu.userPercent)}, system ${percent(cpu.systemPercent)} % of a core`],
    ["throttled", throttlingText(cpu)],
  ];
}

function memoryFacts(memory: MemoryView): readonly Fact[] {
  const { minBytes, lowBytes } = memory;
  return [
    [
      "memory",
      `working set ${bytes(memory.workingSetBytes)}, total ${bytes(memory.currentBytes)}, at most ${bytes(memory.peakBytes)} so far`,
    ],
    [
      "of the total",
      `anonymous ${bytes(memory.anonymousBytes)}, file ${bytes(memory.fileBytes)} (shared ${bytes(memory.sharedBytes)}), kernel ${bytes(memory.kernelBytes)}`,
    ],
    ["protected", minBytes || lowBytes ? `min ${bytes(minBytes)}, low ${bytes(lowBytes)}` : ""],
    ["memory events", `${memoryEventsText(memory.events)}, refaults ${count(memory.refaultsPerSecond)}/s`],
  ];
}
