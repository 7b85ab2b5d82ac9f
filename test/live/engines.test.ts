import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EngineState } from "../../src/engines/engine.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { ASK, type Told } from "./ask-engines.ts";
import { EnginesLab, MEMBERS, type Member } from "./engines-lab.ts";
import { describeLive, eventually, run } from "./lab.ts";

/** Engines that say themselves what state a container is in. */
const WITH_API: ReadonlySet<Group["engine"]> = new Set(["docker", "podman"]);

/** One of each kind: to show a group takes as long as to list all. */
const SHOWN: readonly Member[] = ["docker", "podman", "web", "lxc", "nspawn", "service", "nested"];

/** Where engines listen unless they are told otherwise. */
const USUAL_SOCKETS = [
  { engine: "docker", path: "/run/docker.sock" },
  { engine: "podman", path: "/run/podman/podman.sock" },
] as const;

type States = Readonly<Record<"docker" | "podman", EngineState>>;

/** Bringing it up may have to wait for a busy machine. */
const UP_MILLISECONDS = 300_000;

describeLive("every engine side by side", () => {
  const lab = new EnginesLab();
  const told = new Map<Member, Told>();

  beforeAll(() => {
    lab.up();
    for (const member of MEMBERS) {
      const made = lab.find(member);
      if (made !== null) told.set(member, ASK[member](made, lab));
    }
  }, UP_MILLISECONDS);
  afterAll(() => lab.down(), UP_MILLISECONDS);

  describe("with its daemons up", () => {
    let snapshot: Snapshot;

    beforeAll(async () => {
      snapshot = await listed({ docker: "connected", podman: "connected" });
    });

    test.for(MEMBERS)("%s is what its own engine says it is", (member, { skip }) => {
      const said = told.get(member);
      if (said === undefined) return skip(`this machine has no ${member}`);
      const { pid, ...identity } = said;
      expect(ledBy(snapshot, pid)).toMatchObject({
        ...identity,
        // Engines without an API that nstop asks have no word for it: there are processes, that is all.
        state: WITH_API.has(identity.engine) && member !== "nested" ? "running" : null,
        frozen: false,
      });
    });

    test.for(SHOWN)("%s is shown by its name, with its own processes and cgroup", (member, { skip }) => {
      const said = told.get(member);
      if (said === undefined) return skip(`this machine has no ${member}`);
      const listed = ledBy(snapshot, said.pid);
      // Other labs on this machine may have containers of the same names.
      const isOnlyOne = snapshot.groups.filter(({ name }) => name === said.name).length === 1;
      const shown = lab.show(isOnlyOne ? said.name : listed.id);
      expect(shown.group).toMatchObject({ id: listed.id, name: said.name, leaderPid: said.pid });
      expect(shown.processes?.map(({ pid }) => pid)).toContain(said.pid);
      expect(readFileSync(`/proc/${said.pid}/cgroup`, "utf8")).toContain(`:${shown.group.cgroupPath}`);
    });

    test("the one with a parent of its own is below it", () => {
      const { HostConfig } = lab.inspect(lab.member("parented").id) as unknown as {
        readonly HostConfig: { readonly CgroupParent: string };
      };
      expect(HostConfig.CgroupParent).not.toBe("");
      expect(member("parented").cgroupPath).toContain(HostConfig.CgroupParent);
    });

    test("the containers of a pod share its network, ipc and hostname, and the sandbox owns them", ({
      skip,
    }) => {
      if (!told.has("sandbox")) return skip("this machine has no containerd client");
      const [sandbox, web, helper] = [member("sandbox"), member("web"), member("helper")];
      for (const type of ["net", "ipc", "uts"] as const) {
        expect(web.namespaces[type]).toMatchObject({ sharedWithHost: false });
        expect(web.namespaces[type].sharedWith.toSorted()).toEqual([sandbox.id, helper.id].toSorted());
      }
      for (const type of ["mnt", "pid"] as const) expect(web.namespaces[type].sharedWith).toEqual([]);
      expect(web.network.sharedWith).toBe(sandbox.id);
    });

    test("a container in a container is the outer one's child, and counts its processes itself", () => {
      const [outer, nested] = [member("outer"), member("nested")];
      expect(nested).toMatchObject({
        parentId: outer.id,
        containerId: lab.member("nested").id,
        processes: 1,
      });
      expect(outer).toMatchObject({ parentId: null, processes: 2 });
      expect(nested.namespaces.net.sharedWithHost).toBe(false);
      expect(nested.namespaces.net.sharedWith).toEqual([]);
    });

    test("an nspawn container is what runs in it, and not its supervisor on the host", ({ skip }) => {
      if (!told.has("nspawn")) return skip("this machine has no systemd-nspawn");
      const { namespaces } = member("nspawn");
      for (const type of ["mnt", "pid", "net", "ipc", "uts"] as const) {
        expect(namespaces[type].sharedWithHost).toBe(false);
      }
      const { pid } = told.get("nspawn") ?? { pid: null };
      expect(snapshot.findings.filter((finding) => finding.groupId === ledBy(snapshot, pid).id)).toEqual([]);
    });

    test("both engines that have a socket say their own versions", ({ skip }) => {
      if (!told.has("podman")) return skip("this machine has no Podman");
      expect(snapshot.engines).toMatchObject([
        {
          name: "docker",
          endpoint: lab.dockerUrl,
          version: lab.docker("version", "--format", "{{.Server.Version}}"),
        },
        {
          name: "podman",
          endpoint: lab.podmanUrl,
          version: lab.script("podman", "version", "--format", "{{.Version}}"),
        },
      ]);
    });

    /** The group of one that was made. */
    function member(name: Member): Group {
      return ledBy(snapshot, told.get(name)?.pid ?? null);
    }
  });

  test("a user without rights is denied by both, and told what to do", () => {
    const snapshot = lab.listAsNobody();
    expectStates(snapshot, { docker: "denied", podman: "denied" });
    for (const { message } of snapshot.engines) expect(message).toContain("run nstop with sudo");
  });

  test("told of no engine it finds every name all the same, and says which have no socket", () => {
    const snapshot = lab.listUntold();
    expectNames(snapshot);
    const absent = USUAL_SOCKETS.filter(({ engine, path }) => told.has(engine) && !existsSync(path));
    for (const { engine, path } of absent) {
      expect(snapshot.engines).toContainEqual(
        expect.objectContaining({
          ...{ name: engine, endpoint: `unix://${path}`, state: "absent" },
          message: expect.stringContaining("--engine"),
        }),
      );
    }
  });

  test("while dockerd does not answer the names stay", async () => {
    process.kill(lab.daemon("dockerd"), "SIGSTOP");
    try {
      const snapshot = await listed({ docker: "unreachable", podman: "connected" });
      // A busy machine may not have come so far as to wait for an answer.
      expect(snapshot.engines[0]?.message).toMatch(/does not answer|has not said everything/);
      expectNames(snapshot);
    } finally {
      process.kill(lab.daemon("dockerd"), "SIGCONT");
    }
  });

  // From here on it has one daemon less with each test.
  test("without Podman's service its names stay", async ({ skip }) => {
    if (!told.has("podman")) return skip("this machine has no Podman");
    await end(lab.daemon("podman"));
    const snapshot = await listed({ docker: "connected", podman: "unreachable" });
    expect(snapshot.engines[1]?.message).toContain("start the engine");
    expectNames(snapshot);
  });

  test("without dockerd the names stay", async () => {
    await end(lab.daemon("dockerd"));
    const snapshot = lab.list();
    expect(snapshot.engines[0]).toMatchObject({ name: "docker", state: "unreachable" });
    expect(snapshot.engines[0]?.message).toContain("start the engine");
    expectNames(snapshot);
  });

  test("without containerd, too, they stay", async () => {
    await end(lab.daemon("containerd"));
    expectNames(lab.list());
  });

  /** A snapshot with the engines in these states: on a busy machine one that is up may not answer in time. */
  function listed(states: States): Promise<Snapshot> {
    return eventually(() => {
      const snapshot = lab.list();
      expectStates(snapshot, states);
      return snapshot;
    });
  }

  function expectStates({ engines }: Snapshot, { docker, podman }: States): void {
    const ofPodman = told.has("podman") ? [{ name: "podman", endpoint: lab.podmanUrl, state: podman }] : [];
    expect(engines).toMatchObject([{ name: "docker", endpoint: lab.dockerUrl, state: docker }, ...ofPodman]);
  }

  function expectNames(snapshot: Snapshot): void {
    for (const [member, { pid, ...identity }] of told) {
      expect({ member, ...ledBy(snapshot, pid) }).toMatchObject({ member, ...identity });
    }
  }
});

/** The group of which a process is the leader. */
function ledBy({ groups }: Snapshot, pid: number | null): Group {
  const group = groups.find(({ leaderPid }) => leaderPid === pid);
  if (group === undefined) throw new Error(`process ${pid} leads no group`);
  return group;
}

/** Kills a daemon, and waits until it is gone. */
async function end(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  // One that nobody has reaped yet still has its pid, but no memory.
  await eventually(() => {
    expect(run("sh", "-c", `cat /proc/${pid}/cmdline 2>/dev/null || true`)).toBe("");
  }, 1000);
}
