import type { ControlGroupFacts, ControllerFacts } from "../collector/doctor-facts.ts";
import { fine, type Judged, limited, missing, unknown } from "./doctor-check.ts";

/** What is not known of a group without each controller, and which option builds it into a kernel. */
const CONTROLLERS: Readonly<Record<ControllerFacts["name"], { costs: string; option: string }>> = {
  cpu: {
    costs: "CPU limits and weights of groups, and how often they are throttled",
    option: "CGROUP_SCHED",
  },
  cpuacct: { costs: "CPU time of groups: it is summed over their processes", option: "CGROUP_CPUACCT" },
  cpuset: { costs: "which CPUs a group may run on", option: "CPUSETS" },
  memory: { costs: "working sets, memory limits and OOM kills of groups", option: "MEMCG" },
  pids: { costs: "how many processes a group may have", option: "CGROUP_PIDS" },
  io: { costs: "block I/O of groups, and its limits", option: "BLK_CGROUP" },
  freezer: { costs: "whether a group is frozen", option: "CGROUP_FREEZER" },
};

const NOT_MOUNTED = {
  costs: "limits, throttling and OOM kills of groups; their figures are summed over processes",
  remedy: "mount -t cgroup2 none /sys/fs/cgroup; in a container -v /sys/fs/cgroup:/sys/fs/cgroup:ro",
};

const OLD = {
  costs: "what only v2 counts: pressure of each group, and memory.high",
  remedy:
    "systemd.unified_cgroup_hierarchy=1 on the kernel's command line (without systemd cgroup_no_v1=all)",
};

const NOT_WHOLE = {
  costs: "figures and limits of all groups outside of it",
  remedy: "--cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup:ro for its container",
};

/** Where the control groups are, and what of them is missing. */
export function examineCgroups(facts: ControlGroupFacts): readonly Judged[] {
  if (facts.version === null) return [missing("version", "not mounted", NOT_MOUNTED)];
  return [
    versionCheck(facts.version),
    treeCheck(facts),
    ...facts.controllers.map((controller) => controllerCheck(controller, facts)),
  ];
}

function versionCheck(version: NonNullable<ControlGroupFacts["version"]>): Judged {
  if (version === "v2") return fine("version", "v2");
  return limited("version", version === "v1" ? "v1" : "hybrid: v1 with a v2 beside it", OLD);
}

function treeCheck({ isWholeTree, mountedRoot }: ControlGroupFacts): Judged {
  if (isWholeTree === null) return unknown("tree", "whether it is the host's whole tree is not known");
  if (isWholeTree) return fine("tree", "the host's, from its top");
  const where = mountedRoot === null || mountedRoot === "/" ? "" : `: ${mountedRoot}`;
  return missing("tree", `only what is below a container's cgroup${where}`, NOT_WHOLE);
}

function controllerCheck(
  { name, home, isWithheld, inKernel }: ControllerFacts,
  { isWholeTree }: ControlGroupFacts,
): Judged {
  const { costs, option } = CONTROLLERS[name];
  const kernelName = home?.version === "v2" || name !== "io" ? name : "blkio";
  // In a container there are no cgroups below: it is enough that its own has the controller.
  if (home !== null && isWithheld && isWholeTree !== false) {
    return limited(name, `${home.version} at ${home.mountPoint}, not given to the cgroups below`, {
      costs,
      remedy: `echo +${name} >${home.mountPoint}/cgroup.subtree_control, or Delegate= of their unit`,
    });
  }
  if (home !== null) return fine(name, `${home.version} at ${home.mountPoint}`);
  if (inKernel === "disabled") {
    return missing(name, "disabled on the kernel's command line", {
      costs,
      remedy: `take cgroup_disable=${kernelName} off it (some boards: add cgroup_enable=${kernelName})`,
    });
  }
  if (inKernel === "enabled") {
    return missing(name, "in the kernel, but not mounted", {
      costs,
      remedy: `mount -t cgroup -o ${kernelName} none /sys/fs/cgroup/${kernelName}, or start the host with v2`,
    });
  }
  return missing(name, "not in this kernel, or not shown", {
    costs,
    remedy: `a kernel with CONFIG_${option}=y`,
  });
}
