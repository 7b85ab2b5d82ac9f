import type { CgroupView, CpuView } from "../model/cgroup-view.ts";
import { limitPercent, percent, UNKNOWN } from "../report/format.ts";
import {
  CGROUP_VERSION_TEXTS,
  classIdText,
  cpuWeightText,
  freezerText,
  setText,
  sharedText,
} from "../report/limits-text.ts";
import { type Fact, knownFacts } from "./facts-section.ts";
import type { Section } from "./section.ts";

/** The control group itself: where it is, what it was told beyond limits, and whether it runs. */
export function cgroupSection(cgroup: CgroupView | null | undefined): Section<Fact> {
  return knownFacts("Control group", cgroup, (view) => [
    { name: "path", value: view.path },
    { name: "version", value: CGROUP_VERSION_TEXTS[view.version] },
    ...(sharedText(view) === "" ? [] : [{ name: "shared", value: sharedText(view) }]),
    ...(view.cpu === null ? [] : cpuFacts(view.cpu)),
    ...cpusetFacts(view),
    ...(view.io?.weight == null
      ? []
      : [{ name: "I/O weight", value: `${view.io.weight}, ${view.io.weightFile ?? UNKNOWN}` }]),
    ...freezerFacts(view),
    ...networkFacts(view),
  ]);
}

function cpuFacts(cpu: CpuView): readonly Fact[] {
  const { quotaPercent, userPercent, systemPercent } = cpu;
  return [
    { name: "CPU weight", value: cpuWeightText(cpu) },
    {
      name: "CPU quota",
      value: quotaPercent === null ? "none of its own" : `${limitPercent(quotaPercent)}% of a core`,
    },
    {
      name: "CPU time",
      value: `user ${percent(userPercent)}, system ${percent(systemPercent)} % of a core`,
    },
  ];
}

function cpusetFacts({ cpuset }: CgroupView): readonly Fact[] {
  if (cpuset === null) return [];
  const { cpus, effectiveCpus, mems, effectiveMems } = cpuset;
  return [
    { name: "CPUs", value: setText(cpus, effectiveCpus) },
    { name: "memory nodes", value: setText(mems, effectiveMems) },
  ];
}

function freezerFacts({ freezer }: CgroupView): readonly Fact[] {
  return freezer === null ? [] : [{ name: "freezer", value: freezerText(freezer) }];
}

function networkFacts({ network }: CgroupView): readonly Fact[] {
  if (network === null) return [];
  const { classId, priorities } = network;
  return [
    ...(classId === null
      ? []
      : [{ name: "network class", value: `${classIdText(classId)} (net_cls.classid)` }]),
    ...priorities.map((each) => ({
      name: `priority ${each.interface}`,
      value: `${each.priority} (net_prio.ifpriomap)`,
    })),
  ];
}
