import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../src/model/snapshot.ts";
import {
  describeLive,
  docker,
  enginePid,
  eventually,
  Inhabitants,
  type Inspected,
  labSocket,
  list,
  SLEEP,
  show,
} from "./lab.ts";
import { LabRuntime } from "./lab-runtime.ts";
import { childrenOf } from "./proc.ts";

const CGROUPS = "/sys/fs/cgroup";

describeLive("findings", () => {
  const inhabitants = new Inhabitants("findings");
  const started: ChildProcess[] = [];

  beforeAll(() => {
    // The first container of an image is slow to start.
    inhabitants.container("first");
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
    await inhabitants.removeAll();
  });

  /** Runs a shell on the host, in front of it another program if need be, and returns once it has come up. */
  async function onHost(...program: readonly string[]): Promise<number> {
    const [file = "sh", ...args] = [...program, "sh", "-c", "echo ready; exec sleep 2147483647"];
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
    started.push(child);
    await once(child.stdout, "data");
    if (child.pid === undefined) throw new Error(`${file} did not start`);
    return child.pid;
  }

  /** What is found about one container. */
  function about({ Id }: Inspected): readonly Finding[] {
    return list("--delay", "0.2").findings.filter(({ groupId }) => groupId === Id);
  }

  const codes = (container: Inspected) => about(container).map(({ code }) => code);

  test("ten ordinary containers, one of them with a health check and one in another's network, raise none", () => {
    const ordinary = Array.from({ length: 8 }, (_, index) => inhabitants.container(`plain-${index}`));
    const checked = inhabitants.container("checked", ["--health-cmd", "true", "--health-interval", "1s"]);
    const joined = inhabitants.container("joined", ["--network", `container:${ordinary[0]?.Id}`]);
    const own = new Set([...ordinary, checked, joined].map(({ Id }) => Id));
    const { findings, groups } = list();
    expect(groups.filter(({ id }) => own.has(id))).toHaveLength(10);
    expect(findings.filter(({ groupId }) => groupId !== null && own.has(groupId))).toEqual([]);
  });

  test.each([
    ["--pid", "host-pid"],
    ["--network", "host-net"],
    ["--ipc", "host-ipc"],
  ])("a container with %s=host is told, with the two links that are the same", (option, code) => {
    const container = inhabitants.container("shares", [`${option}=host`]);
    const [found, ...others] = about(container);
    expect(others).toEqual([]);
    expect(found?.code).toBe(code);
    const [ofLeader, ofHost] = found?.evidence ?? [];
    expect(ofLeader?.path).toContain(`/proc/${container.State.Pid}/ns/`);
    expect(ofLeader?.value).toBe(ofHost?.value);
  });

  test("the engine's socket and the host's root, mounted, are told with where they are", () => {
    const socket = inhabitants.container("socket", ["-v", `${labSocket}:/var/run/docker.sock:ro`]);
    expect(about(socket)).toMatchObject([
      {
        code: "engine-socket-mounted",
        evidence: [{ value: `${labSocket} -> /var/run/docker.sock ro` }],
      },
    ]);
    const root = inhabitants.container("root", ["-v", "/:/host"]);
    expect(about(root)).toMatchObject([
      { code: "host-root-mounted", evidence: [{ value: "/ -> /host rw" }] },
    ]);
    expect(codes(inhabitants.container("monitor", ["-v", "/:/host:ro"]))).toEqual([]);
  });

  test("a privileged container is told, by the engine's word", async () => {
    const runtime = new LabRuntime();
    await runtime.install();
    try {
      const container = inhabitants.container("privileged", ["--privileged", ...runtime.options]);
      expect(about(container)).toMatchObject([{ code: "privileged", evidence: [{ value: "true" }] }]);
      expect(show(container.Id).security).toMatchObject({ privileged: true, seccomp: "off" });
      expect(show(container.Id).security?.comparison.filter(({ differs }) => differs)).toEqual([]);
    } finally {
      runtime.remove();
    }
  });

  test("a root that is the host's and may write where the host's system lives is told", () => {
    expect(codes(inhabitants.container("etc", ["-v", "/etc:/host/etc"]))).toEqual(["root-is-host-root"]);
    expect(codes(inhabitants.container("time", ["-v", "/etc/hostname:/host/hostname"]))).toEqual([]);
  });

  test("a process that nsenter put into a container's network is told as that, with who called it", async () => {
    const container = inhabitants.container("entered");
    const pid = await onHost("nsenter", "-t", String(container.State.Pid), "-n");
    await eventually(() => {
      const found = about(container);
      expect(found).toMatchObject([{ code: "entered-namespaces", pid }]);
      const caller = readFileSync(`/proc/${process.pid}/comm`, "utf8").trim();
      expect(found[0]?.sentence).toContain(`sleep (pid ${pid}, below ${caller} ${process.pid}`);
      expect(found[0]?.sentence).toContain("the net namespace of");
    });
  });

  test("a process of the host that was moved into a container's cgroup is told, with its namespaces", async () => {
    const container = inhabitants.container("moved");
    const pid = await onHost();
    joinCgroup(pid, container.Id);
    await eventually(() => {
      const found = about(container);
      expect(found).toMatchObject([{ code: "foreign-process", pid }]);
      expect(found[0]?.evidence.map(({ path }) => path)).toContain(`/proc/${pid}/ns/net`);
    });
  });

  test("docker exec is no intruder, and what has the same namespaces and cgroup without it is one", async () => {
    const container = inhabitants.container("visited");
    docker("exec", "-d", container.Id, ...SLEEP);
    expect(docker("top", container.Id).split("\n")).toHaveLength(3);
    expect(about(container)).toEqual([]);
    const nsenter = await onHost("nsenter", "-t", String(container.State.Pid), "-a");
    const [intruder = 0] = childrenOf(nsenter);
    joinCgroup(intruder, container.Id);
    await eventually(() => {
      const found = about(container).map(({ code, pid }) => [code, pid]);
      expect(found.toSorted()).toEqual([
        ["entered-namespaces", nsenter],
        ["intruder", intruder],
      ]);
    });
  });

  test("a process that left its container for the host's mounts is told as one that came from inside", async () => {
    const options = ["--pid=host", "--cap-add=SYS_ADMIN", "--cap-add=SYS_PTRACE"];
    const enter = `nsenter -t ${enginePid()} -m -u sleep 2147483647 & exec sleep 2147483647`;
    const container = inhabitants.container(
      "escaped",
      [...options, "--security-opt=seccomp=unconfined"],
      ["sh", "-c", enter],
    );
    await eventually(() => {
      const [pid] = childrenOf(container.State.Pid);
      const found = about(container).filter(({ code }) => code !== "host-pid");
      expect(found).toMatchObject([{ code: "escaped-process", pid }]);
      expect(found[0]?.sentence).toContain("the host's mnt and uts namespaces");
    });
  });
});

describeLive("a socket", () => {
  const inhabitants = new Inhabitants("socket");
  let child: ChildProcess | null = null;

  afterAll(async () => {
    child?.kill("SIGKILL");
    await inhabitants.removeAll();
  });

  test("whose process has left the container's network for the host's is told as another network's", async () => {
    const { Id, State } = inhabitants.container("web", [], ["httpd", "-f", "-p", "80"]);
    // Connects inside, keeps that open, and goes back to the host's network.
    const script = `exec 3<>/dev/tcp/127.0.0.1/80; exec nsenter -t ${enginePid()} -n sh -c "echo ready; exec sleep 2147483647"`;
    child = spawn("nsenter", ["-t", String(State.Pid), "-n", "bash", "-c", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.stdout !== null) await once(child.stdout, "data");
    await eventually(() => {
      const { sockets, findings } = show(Id);
      const foreign = sockets?.filter(({ ownerNetns }) => ownerNetns !== null);
      expect(foreign).toMatchObject([{ state: "ESTABLISHED", remotePort: 80, pid: child?.pid }]);
      expect(findings).toMatchObject([{ code: "socket-of-other-network", pid: child?.pid }]);
    });
  });

  test("of Docker's resolver inside a container is the daemon's, and nothing to tell of", () => {
    const network = inhabitants.name("net");
    docker("network", "create", network);
    try {
      const { Id } = inhabitants.container("resolved", ["--network", network]);
      const { sockets, findings } = show(Id);
      expect(sockets?.map(({ localAddress }) => localAddress)).toContain("127.0.0.11");
      expect(findings).toEqual([]);
      docker("rm", "-f", Id);
    } finally {
      docker("network", "rm", network);
    }
  });
});

/** Moves a process into a container's cgroup, in every hierarchy that has it. */
function joinCgroup(pid: number, containerId: string): void {
  const hierarchies = ["", ...readdirSync(CGROUPS).map((name) => `/${name}`)];
  for (const hierarchy of hierarchies) {
    const directory = `${CGROUPS}${hierarchy}/docker/${containerId}`;
    try {
      writeFileSync(`${directory}/cgroup.procs`, String(pid));
    } catch (error) {
      if (
        !(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      ) {
        throw error;
      }
    }
  }
}
