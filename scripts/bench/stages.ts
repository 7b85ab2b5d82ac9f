import type { Load, Stage } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { keys } from "./keys.ts";
import { memory } from "./memory.ts";
import { namespaces } from "./namespaces.ts";
import { overviewOfCgroups } from "./overview-of-cgroups.ts";
import { overviewOfContainers } from "./overview-of-containers.ts";
import { overviewOfCrowd } from "./overview-of-crowd.ts";
import { scale } from "./scale.ts";
import { start } from "./start.ts";

const crowd: Load = {
  what: "2,000 processes in 100 bare namespace sets",
  needs: ["busybox", "setsid", "unshare"],
  make: (lab) => lab.crowd(2000, 100),
};

const cgroups: Load = {
  what: "10,000 processes in 500 cgroups",
  needs: ["busybox", "setsid"],
  make: (lab) => lab.cgroups(10_000, 500),
};

/** Everything that is measured, by what is there meanwhile. */
export const STAGES: readonly Stage[] = [
  { load: crowd, measurements: [overviewOfCrowd, namespaces(BUDGETS.namespacesOfCrowd), start, memory] },
  { load: cgroups, measurements: [overviewOfCgroups, namespaces(BUDGETS.namespacesOfCgroups), keys] },
  { load: null, measurements: [scale] },
  { load: null, measurements: [overviewOfContainers] },
];
