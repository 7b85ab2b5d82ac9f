import type { Group } from "../../src/model/snapshot.ts";
import type { EnginesLab, Made, Member } from "./engines-lab.ts";
import { run } from "./lab.ts";

/** Who somebody is and its first process: what must not depend on whether a daemon answers. */
export type Told = Pick<Group, "kind" | "engine" | "name" | "pod"> &
  Partial<Pick<Group, "image">> & { readonly pid: number };

type Ask = (made: Made, lab: EnginesLab) => Told;

/** Asks each member's own engine; where there is none, it is what it was made as. */
export const ASK: Readonly<Record<Member, Ask>> = {
  docker: askDocker,
  parented: askDocker,
  outer: askDocker,
  podman: askPodman,
  sandbox: ({ name, id }, lab) => {
    // Nothing is written beside a sandbox of its image.
    const { image, ...told } = askContainerd(id, name, lab);
    return told;
  },
  web: ({ name, id }, lab) => askContainerd(id, name, lab),
  helper: ({ name, id }, lab) => askContainerd(id, name, lab),
  lxc: ({ name }, lab) => {
    const pid = Number(run("lxc-info", "-P", `${lab.directory}/lxc`, "-n", name, "-pH"));
    return { kind: "container", engine: "lxc", name, image: null, pod: null, pid };
  },
  nspawn: ({ name }, lab) => {
    const pid = Number(run("pgrep", "-P", String(lab.daemon("nspawn"))));
    return { kind: "container", engine: "nspawn", name, image: null, pod: null, pid };
  },
  service: ({ name }, lab) => ({
    ...{ kind: "service", engine: null, name, image: null, pod: null },
    pid: lab.daemon("service"),
  }),
  // The inner engine is made up, so that nobody knows a name.
  nested: ({ id }, lab) => ({
    ...{ kind: "container", engine: "docker", name: id.slice(0, 12), image: null, pod: null },
    pid: childOf(childOf(lab.inspect(lab.member("outer").id).State.Pid)),
  }),
};

function askDocker({ id }: Made, lab: EnginesLab): Told {
  const { Name, Config, State } = lab.inspect(id);
  const name = Name.slice(1);
  return { kind: "container", engine: "docker", name, image: Config.Image, pod: null, pid: State.Pid };
}

function askPodman({ id }: Made, lab: EnginesLab): Told {
  const format = "{{.State.Pid}} {{.Name}} {{.ImageName}}";
  const [pid, name = "", image = ""] = lab.script("podman", "inspect", "-f", format, id).split(" ");
  return { kind: "container", engine: "podman", name, image, pod: null, pid: Number(pid) };
}

/** Containerd knows an id only; what the kubelet calls it is among its labels, but for a sandbox. */
function askContainerd(id: string, made: string, lab: EnginesLab): Told {
  const { Image: image, Labels: labels } = JSON.parse(lab.script("ctr", "containers", "info", id)) as {
    readonly Image: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
  const name = labels["io.kubernetes.container.name"] ?? made;
  const pod = {
    namespace: labels["io.kubernetes.pod.namespace"] ?? "",
    name: labels["io.kubernetes.pod.name"] ?? "",
  };
  const pid = new RegExp(`^${id}\\s+(\\d+)\\s+RUNNING`, "m").exec(lab.script("ctr", "tasks", "ls"))?.[1];
  return { kind: "container", engine: "containerd", name, image, pod, pid: Number(pid) };
}

function childOf(pid: number): number {
  return Number(run("pgrep", "-P", String(pid)));
}
