import type { PlaceFacts } from "../collector/doctor-facts.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { fine, type Judged, type Lack, limited, missing, unknown } from "./doctor-check.ts";

/** What cannot be seen from a namespace of its own, and what gives a container the host's. */
const NAMESPACES = {
  pid: { costs: "every process and group outside of it", remedy: "--pid=host for its container" },
  net: {
    costs: "the host's interfaces, bridges, sockets, and its ends of the containers' cables",
    remedy: "--network=host for its container",
  },
  uts: { costs: "the host's name: the header shows the container's", remedy: "--uts=host for its container" },
  cgroup: {
    costs: "where the cgroups outside of it are: their paths begin with /..",
    remedy: "--cgroupns=host for its container",
  },
  user: {
    costs: "nearly all that takes rights: root in it is not the host's root",
    remedy: "run it outside of the user namespace: --userns=host for its container, no rootless engine",
  },
} as const satisfies Partial<Record<NamespaceType, Lack>>;

const SEEN = Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[];

/** Whether nstop runs on the host itself, or in a container that keeps the host from it. */
export function examinePlace({ isHosts, container }: PlaceFacts): readonly Judged[] {
  return [
    whereCheck({ isHosts, container }),
    ...SEEN.map((type) => {
      const name = `${type} namespace`;
      if (isHosts[type] === null)
        return unknown(name, "whether it is the host's is not known", NAMESPACES[type]);
      if (isHosts[type]) return fine(name, "the host's");
      return missing(name, "one of its own", NAMESPACES[type]);
    }),
  ];
}

/** Whether it is in something that keeps a part of the host from it. */
export function isContained({ isHosts }: PlaceFacts): boolean {
  return SEEN.some((type) => isHosts[type] === false);
}

/** Whether it is one container among others, whatever of the host it sees. */
export function isInContainer({ isHosts, container }: PlaceFacts): boolean {
  return container !== null || isHosts.pid === false || isHosts.cgroup === false;
}

function whereCheck(facts: PlaceFacts): Judged {
  const { container } = facts;
  const where = container === null ? "in a container" : `in a container: ${container}`;
  if (!isInContainer(facts)) return fine("nstop runs", "on the host itself");
  if (!isContained(facts)) return fine("nstop runs", `${where}, with the host's namespaces`);
  return limited("nstop runs", where, {
    costs: "what the lines below say",
    remedy: "run it on the host itself, or in a container as the last line says",
  });
}
