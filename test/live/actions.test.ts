import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import {
  answered,
  end,
  groupOrder,
  hasEnded,
  limitsOrder,
  processRow,
  replace,
  rowOf,
  sendOrder,
  sleeper,
  statOf,
} from "./act.ts";
import {
  describeLive,
  docker,
  enginePid,
  eventually,
  Inhabitants,
  type Inspected,
  inspect,
  labSocket,
  list,
  NSTOP,
} from "./lab.ts";
import { cgroupDirectory, cgroupText, isV2, removeCgroup, writeCgroup } from "./lab-cgroups.ts";

const NOBODY = 65_534;
const SOMEBODY = 54_321;
const MEBIBYTE = 1024 * 1024;

/** Ends at once when it is asked to. */
const POLITE = ["sh", "-c", 'trap "exit 3" TERM; while :; do sleep 0.1; done'];

const inhabitants = new Inhabitants("act");
const stateDirectory = mkdtempSync(join(tmpdir(), "nstop-act-"));

function newActor(): BackgroundActor {
  return new BackgroundActor({ reader: new HostReader(), stateDirectory });
}
let actor = newActor();

/** Whether the kernel says that everything in the container's cgroup stands still. */
function standsStill({ State }: Inspected): boolean {
  const directory = cgroupDirectory(State.Pid, "freezer");
  return isV2
    ? cgroupText(directory, "cgroup.events").includes("frozen 1")
    : cgroupText(directory, "freezer.state") === "FROZEN";
}

/** Freezes or thaws behind everybody's back. */
function setFrozen(directory: string, frozen: boolean): void {
  if (isV2) writeCgroup(directory, "cgroup.freeze", frozen ? "1" : "0");
  else writeCgroup(directory, "freezer.state", frozen ? "FROZEN" : "THAWED");
}

afterAll(async () => {
  await inhabitants.removeAll();
  rmSync(stateDirectory, { recursive: true });
});

describeLive("a signal to a process", () => {
  test("ends it, and that is said", async () => {
    const victim = sleeper();
    const { judgement, outcomes } = await answered(actor, sendOrder("SIGTERM", processRow(victim)));
    expect(judgement).toEqual({
      kind: "ask",
      warning: `sleep (pid ${victim}) is no container's process but the host's own`,
    });
    expect(outcomes).toMatchObject([
      {
        done: true,
        message: expect.stringMatching(`^sleep \\(pid ${victim}\\) got SIGTERM and has ended`),
      },
    ]);
    expect(hasEnded(victim)).toBe(true);
  });

  test("stops it and lets it go on, as /proc says", async () => {
    const sleeping = sleeper();
    const stopped = await answered(actor, sendOrder("SIGSTOP", processRow(sleeping)));
    expect(stopped.outcomes[0]?.message).toContain("is stopped; SIGCONT lets it go on");
    expect(statOf(sleeping).state).toBe("T");
    const continued = await answered(actor, sendOrder("SIGCONT", processRow(sleeping)));
    expect(continued.outcomes[0]?.message).toContain("goes on");
    await eventually(() => expect(statOf(sleeping).state).toBe("S"), 500);
    await end(sleeping);
  });

  test("that the first process of a container takes no notice of is said to have done nothing", async () => {
    const deaf = inhabitants.container("deaf");
    const { outcomes } = await answered(actor, sendOrder("SIGTERM", processRow(deaf.State.Pid, deaf.Id)));
    expect(outcomes[0]?.message).toContain("still runs; as the first process of a pid namespace");
    expect(inspect(deaf.Id).State.Status).toBe("running");
    const killed = await answered(actor, sendOrder("SIGKILL", processRow(deaf.State.Pid, deaf.Id)));
    expect(killed.outcomes[0]?.message).toContain("got SIGKILL and has ended");
    await eventually(() => expect(inspect(deaf.Id).State.Status).toBe("exited"), 100);
  });

  test("is not sent to who has its pid by now", async () => {
    const asked = sleeper();
    const order = sendOrder("SIGKILL", processRow(asked));
    expect(actor.judge(order).kind).toBe("ask");
    await replace(asked);
    const outcomes = await actor.perform(order, () => undefined);
    expect(outcomes).toMatchObject([
      {
        done: false,
        message: `pid ${asked} is another process by now, not sleep: nothing was done`,
      },
    ]);
    await eventually(() => expect(statOf(asked).state).toBe("S"), 500);
    expect(actor.judge(order)).toEqual({
      kind: "refused",
      reason: `pid ${asked} is another process by now, not sleep`,
    });
    await end(asked);
  });

  test("goes to each of several, and one that has ended keeps it from no other", async () => {
    const processes = [sleeper(), sleeper(), sleeper()];
    const order = sendOrder("SIGTERM", ...processes.map((pid) => processRow(pid)));
    expect(actor.judge(order).kind).toBe("ask");
    const [, second] = processes;
    if (second !== undefined) await end(second);
    const outcomes = await actor.perform(order, () => undefined);
    expect(outcomes.map(({ done }) => done)).toEqual([true, false, true]);
    expect(outcomes[1]?.message).toContain("has already ended: nothing was done");
    expect(processes.map(hasEnded)).toEqual([true, true, true]);
  });

  test("of another user is refused by the kernel, in plain words", async () => {
    const theirs = sleeper({ uid: SOMEBODY });
    const order = sendOrder("SIGTERM", processRow(theirs));
    const outcomes = await asNobody(() => actor.perform(order, () => undefined));
    expect(outcomes).toMatchObject([
      {
        done: false,
        message: expect.stringContaining("is another user's, and takes no SIGTERM of this one"),
      },
    ]);
    await eventually(() => expect(statOf(theirs).state).toBe("S"), 500);
    await end(theirs);
  });

  test("to the first process of the host, a kernel thread or this process is refused", () => {
    const kernelThread = 2;
    expect(actor.judge(sendOrder("SIGTERM", processRow(1)))).toMatchObject({ kind: "refused" });
    expect(actor.judge(sendOrder("SIGKILL", processRow(process.pid)))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("is part of this nstop"),
    });
    const { kernelThread: isOne } = statOf(kernelThread);
    expect(isOne).toBe(true);
    expect(actor.judge(sendOrder("SIGKILL", processRow(kernelThread)))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("kernel thread"),
    });
  });

  test("to what nstop was started by wants a typed word, which --yes is not", () => {
    const script = `"$@" signal $$ SIGTERM --yes --no-engine; echo "ended with $?"`;
    const { stdout, stderr } = spawnSync("sh", ["-c", script, "sh", process.execPath, NSTOP], {
      encoding: "utf8",
    });
    expect(stderr).toMatch(/nstop runs below sh \(pid \d+\).*word/);
    expect(stdout).toBe("ended with 1\n");
  });

  test("to an engine wants a typed word", () => {
    expect(actor.judge(sendOrder("SIGTERM", processRow(enginePid())))).toMatchObject({
      kind: "typed",
      word: "dockerd",
      warning: expect.stringContaining("is a container engine"),
    });
  });
});

describeLive("freezing", () => {
  let container: Inspected;
  beforeAll(() => {
    container = inhabitants.container("frozen", [], POLITE);
  });
  beforeEach(() => {
    actor = newActor();
  });
  afterEach(() => {
    if (standsStill(container)) setFrozen(cgroupDirectory(container.State.Pid, "freezer"), false);
  });

  test("makes all of a container stand still by its cgroup, and thawing lets it go on", async () => {
    const frozen = await answered(actor, groupOrder("freeze", rowOf(container.Id)));
    expect(frozen.judgement).toMatchObject({
      kind: "ask",
      warning: expect.stringContaining("Docker does not know of it"),
    });
    expect(frozen.outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is frozen$/) }]);
    expect(standsStill(container)).toBe(true);
    expect(inspect(container.Id).State.Status).toBe("running");
    const thawed = await answered(actor, groupOrder("thaw", rowOf(container.Id)));
    expect(thawed.outcomes).toMatchObject([{ done: true, message: expect.stringContaining("is thawed") }]);
    expect(standsStill(container)).toBe(false);
    expect(actor.frozen()).toEqual([]);
  });

  test("is remembered by this nstop alone while it runs, and thawed when it ends", async () => {
    const { group } = rowOf(container.Id);
    await answered(actor, groupOrder("freeze", { kind: "group", group }));
    const [kept] = actor.frozen();
    expect(kept).toMatchObject({
      name: group.name,
      directory: cgroupDirectory(container.State.Pid, "freezer"),
    });
    expect(actor.thaw(actor.frozen())).toEqual([{ group: kept, failure: null }]);
    expect(standsStill(container)).toBe(false);
    expect(actor.frozen()).toEqual([]);
  });

  test("of what somebody has thawed in the meantime is forgotten", async () => {
    await answered(actor, groupOrder("freeze", rowOf(container.Id)));
    expect(actor.frozen()).toHaveLength(1);
    setFrozen(cgroupDirectory(container.State.Pid, "freezer"), false);
    expect(actor.frozen()).toEqual([]);
  });

  test("keeps the engine's orders away until it is thawed", async () => {
    await answered(actor, groupOrder("freeze", rowOf(container.Id)));
    expect(actor.judge(groupOrder("stop", rowOf(container.Id)))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("thaw it first"),
    });
  });

  test("says which cgroup is frozen where it is one around it, and that thawing this one does not help", async () => {
    const isSystemd = docker("info", "--format", "{{.CgroupDriver}}") === "systemd";
    const parent = isSystemd ? "nstopact.slice" : "/nstop-act-around";
    const inner = inhabitants.container("inner", ["--cgroup-parent", parent]);
    const around = dirname(cgroupDirectory(inner.State.Pid, "freezer"));
    try {
      setFrozen(around, true);
      const row = await eventually(() => {
        const found = rowOf(inner.Id);
        expect(found.group.frozen).toBe(true);
        return found;
      });
      const { outcomes } = await answered(actor, groupOrder("thaw", row));
      expect(outcomes).toMatchObject([
        {
          done: false,
          message: expect.stringContaining(`is not frozen itself: ${around} around it is frozen; thaw that`),
        },
      ]);
    } finally {
      setFrozen(around, false);
      docker("rm", "-f", inner.Id);
      // With systemd's driver the slice goes with the container.
      if (!isSystemd) await eventually(() => removeCgroup(parent), 100);
    }
  });

  test("is offered to be thawed by the one that comes after a nstop that ended without it", async () => {
    const home = mkdtempSync(join(tmpdir(), "nstop-act-home-"));
    try {
      const { status, stderr } = spawnSync(
        process.execPath,
        [NSTOP, "freeze", container.Id, "--yes", "--engine", `unix://${labSocket}`],
        { encoding: "utf8", env: { ...process.env, XDG_STATE_HOME: home } },
      );
      expect(status, stderr).toBe(0);
      expect(standsStill(container)).toBe(true);
      const later = new BackgroundActor({ reader: new HostReader(), stateDirectory: join(home, "nstop") });
      const [kept] = later.frozen();
      expect(kept).toMatchObject({ directory: cgroupDirectory(container.State.Pid, "freezer") });
      expect(later.thaw(later.frozen())).toEqual([{ group: kept, failure: null }]);
      expect(standsStill(container)).toBe(false);
      expect(later.frozen()).toEqual([]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  test("is refused for the host itself", () => {
    const host = list().groups.find(({ kind }) => kind === "host");
    if (host === undefined) throw new Error("the host is not listed");
    const order = groupOrder("freeze", { kind: "group", group: host });
    expect(actor.judge(order)).toEqual({ kind: "refused", reason: "the host itself cannot be frozen" });
  });

  test("is refused for what nstop itself runs in", () => {
    const target = cgroupDirectory(container.State.Pid, "freezer");
    for (const action of ["freeze", "thaw"]) {
      const script = `echo $$ > "$1/cgroup.procs" && shift && exec "$@"`;
      const args = [NSTOP, action, container.Id, "--yes", "--engine", `unix://${labSocket}`];
      const { status, stderr } = spawnSync("sh", ["-c", script, "sh", target, process.execPath, ...args], {
        encoding: "utf8",
      });
      if (action === "thaw") expect(status, stderr).toBe(0);
      else
        expect({ status, stderr }).toEqual({
          status: 1,
          stderr: expect.stringContaining("is what nstop runs in"),
        });
    }
    expect(standsStill(container)).toBe(false);
  });

  test("by who may not is said in plain words, and nothing is kept of it", async () => {
    const row = rowOf(container.Id);
    const outcomes = await asNobody(() => actor.perform(groupOrder("freeze", row), () => undefined));
    expect(outcomes).toMatchObject([
      {
        done: false,
        message: expect.stringContaining("cannot be written: this user may not: run nstop with sudo"),
      },
    ]);
    expect(standsStill(container)).toBe(false);
    expect(actor.frozen()).toEqual([]);
  });
});

describeLive("what a container's engine is told", () => {
  test("pauses and unpauses it", async () => {
    const container = inhabitants.container("paused");
    const paused = await answered(actor, groupOrder("pause", rowOf(container.Id)));
    expect(paused.outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is paused$/) }]);
    expect(inspect(container.Id).State.Status).toBe("paused");
    expect(standsStill(container)).toBe(true);
    const again = await actor.perform(groupOrder("pause", rowOf(container.Id)), () => undefined);
    expect(again).toMatchObject([{ done: true, message: expect.stringContaining("is paused already") }]);
    await answered(actor, groupOrder("unpause", rowOf(container.Id)));
    expect(inspect(container.Id).State.Status).toBe("running");
    expect(standsStill(container)).toBe(false);
  });

  test("stops it, and says with which exit code", async () => {
    const container = inhabitants.container("stopped", [], POLITE);
    const row = rowOf(container.Id);
    const { outcomes } = await answered(actor, groupOrder("stop", row));
    expect(outcomes).toMatchObject([
      { done: true, message: expect.stringContaining("has stopped, exit code 3") },
    ]);
    expect(inspect(container.Id).State.Status).toBe("exited");
    const again = await actor.perform(groupOrder("stop", row), () => undefined);
    expect(again).toMatchObject([{ done: true, message: expect.stringContaining("had stopped already") }]);
  });

  test("takes as long as the container has, and is told meanwhile", async () => {
    const container = inhabitants.container("slow", ["--stop-timeout", "2"]);
    const { outcomes, told } = await answered(actor, groupOrder("stop", rowOf(container.Id)));
    expect(outcomes[0]?.message).toContain("exit code 137: it did not end by itself in 2 s and was killed");
    expect(told[0]).toMatch(/^stopping .*-slow \([0-9a-f]{12}\): \d+ s$/);
  });

  test("restarts it as another process", async () => {
    const container = inhabitants.container("restarted", [], POLITE);
    const { outcomes } = await answered(actor, groupOrder("restart", rowOf(container.Id)));
    const { State } = inspect(container.Id);
    expect(State).toMatchObject({ Status: "running" });
    expect(State.Pid).not.toBe(container.State.Pid);
    expect(outcomes[0]?.message).toContain(`is started again, as pid ${State.Pid}`);
  });

  test("kills it at once", async () => {
    const container = inhabitants.container("killed");
    const { outcomes } = await answered(actor, groupOrder("kill", rowOf(container.Id)));
    expect(outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is killed$/) }]);
    expect(inspect(container.Id).State.Status).toBe("exited");
  });

  test("removes it, which cannot be undone; one that is gone already is an answer", async () => {
    const container = inhabitants.container("removed");
    const row = rowOf(container.Id);
    const { judgement, outcomes } = await answered(actor, groupOrder("remove", row));
    expect(judgement).toMatchObject({ kind: "ask", warning: expect.stringContaining("cannot be undone") });
    expect(outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is removed$/) }]);
    expect(docker("ps", "--all", "--quiet", "--no-trunc")).not.toContain(container.Id);
    const again = await actor.perform(groupOrder("remove", row), () => undefined);
    expect(again).toMatchObject([
      { done: true, message: expect.stringContaining("no such container any more") },
    ]);
    const restart = await actor.perform(groupOrder("restart", row), () => undefined);
    expect(restart).toMatchObject([{ done: false, message: expect.stringContaining("is gone") }]);
  });

  test("is done to each of several, and one that fails keeps it from no other", async () => {
    const containers = ["one", "two", "three"].map((name) => inhabitants.container(name));
    const rows = containers.map(({ Id }) => rowOf(Id));
    docker("rm", "-f", containers[1]?.Id ?? "");
    const { outcomes } = await answered(actor, groupOrder("pause", ...rows));
    expect(outcomes.map(({ done }) => done)).toEqual([true, false, true]);
    expect(outcomes[1]?.message).toContain("is gone: Docker has no such container any more");
    for (const { Id } of [containers[0], containers[2]].filter((each) => each !== undefined)) {
      expect(inspect(Id).State.Status).toBe("paused");
      docker("unpause", Id);
    }
  });

  test("fails in the engine's own words", async () => {
    const container = inhabitants.container("refused");
    const { outcomes } = await answered(actor, limitsOrder({ memoryBytes: 1000 }, rowOf(container.Id)));
    expect(outcomes).toMatchObject([
      { done: false, message: expect.stringMatching(/failed: Docker says: Minimum memory limit/) },
    ]);
  });

  test("is not done by an engine that stands still: that is said, in a time that ends", async () => {
    const container = inhabitants.container("unanswered");
    const row = rowOf(container.Id);
    process.kill(enginePid(), "SIGSTOP");
    try {
      let turns = 0;
      const turning = setInterval(() => {
        turns += 1;
      }, 10);
      const { outcomes, told } = await answered(actor, groupOrder("pause", row));
      clearInterval(turning);
      expect(outcomes).toMatchObject([
        {
          done: false,
          message: expect.stringMatching(/^Docker .*does not answer within 5 s.*nothing was done to /),
        },
      ]);
      expect(told.length).toBeGreaterThan(1);
      // The process goes on with everything else while it waits.
      expect(turns).toBeGreaterThan(10);
    } finally {
      process.kill(enginePid(), "SIGCONT");
    }
    expect(inspect(container.Id).State.Status).toBe("running");
  });

  test("by who may not open its socket is said in plain words", async () => {
    const row = rowOf(inhabitants.container("closed").Id);
    const outcomes = await asNobody(() => actor.perform(groupOrder("pause", row), () => undefined));
    expect(outcomes).toMatchObject([
      { done: false, message: expect.stringContaining("does not let this user open its socket") },
    ]);
  });
});

describeLive("limits", () => {
  function cpuLimit({ State }: Inspected): string {
    const directory = cgroupDirectory(State.Pid, "cpu");
    return isV2
      ? cgroupText(directory, "cpu.max")
      : `${cgroupText(directory, "cpu.cfs_quota_us")} ${cgroupText(directory, "cpu.cfs_period_us")}`;
  }
  function memoryLimit({ State }: Inspected): number {
    const file = isV2 ? "memory.max" : "memory.limit_in_bytes";
    return Number(cgroupText(cgroupDirectory(State.Pid, "memory"), file));
  }

  const MADE: readonly { readonly name: string; readonly options: readonly string[] }[] = [
    { name: "unlimited", options: [] },
    { name: "by-cpus", options: ["--cpus", "0.8", "--memory", "64m"] },
    { name: "by-quota", options: ["--cpu-quota", "40000", "--memory", "64m", "--memory-swap", "-1"] },
  ];

  describe.each(MADE)("of a container that was made $name", ({ name, options }) => {
    let container: Inspected;
    beforeAll(() => {
      container = inhabitants.container(`limits-${name}`, options);
    });

    test("bind, as the kernel and the engine say", async () => {
      const limits = { cpuPercent: 50, memoryBytes: 128 * MEBIBYTE };
      const { outcomes } = await answered(actor, limitsOrder(limits, rowOf(container.Id)));
      expect(outcomes).toMatchObject([
        { done: true, message: expect.stringContaining(" are now: CPU 50 %, memory 128 MiB, swap ") },
      ]);
      expect(cpuLimit(container)).toBe("50000 100000");
      expect(memoryLimit(container)).toBe(128 * MEBIBYTE);
      expect(inspect(container.Id).HostConfig.Memory).toBe(128 * MEBIBYTE);
    });

    test("go away as far as the engine lets them, and what is left is said", async () => {
      const limits = { cpuPercent: "max", memoryBytes: "max" } as const;
      const { outcomes } = await answered(actor, limitsOrder(limits, rowOf(container.Id)));
      expect(outcomes).toMatchObject([{ done: true }]);
      const message = outcomes[0]?.message ?? "";
      expect(message).toContain("all of the host's, since its engine cannot take this limit away");
      expect(memoryLimit(container)).toBeGreaterThan(1024 * MEBIBYTE);
      if (name === "by-quota") {
        expect(message).toContain("CPU without a limit");
        expect(cpuLimit(container)).toBe(isV2 ? "max 100000" : "-1 100000");
      }
    });
  });
});

/** Does something as a user who may nothing. */
async function asNobody<Result>(act: () => Promise<Result>): Promise<Result> {
  process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
