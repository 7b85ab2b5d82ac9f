import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { ActorState, answered, asNobody, groupOrder, rowOf } from "./act.ts";
import {
  describeLive,
  docker,
  eventually,
  Inhabitants,
  type Inspected,
  inspect,
  labSocket,
  list,
  NSTOP,
} from "./lab.ts";
import { cgroupDirectory, removeCgroup, setFrozen, standsStill } from "./lab-cgroups.ts";

/** Ends at once when it is asked to. */
const POLITE = ["sh", "-c", 'trap "exit 3" TERM; while :; do sleep 0.1; done'];

const inhabitants = new Inhabitants("act-freeze");
const state = new ActorState();
let actor = state.newActor();
afterAll(async () => {
  await inhabitants.removeAll();
  state.remove();
});

describeLive("freezing", () => {
  let container: Inspected;
  beforeAll(() => {
    container = inhabitants.container("frozen", [], POLITE);
  });
  beforeEach(() => {
    actor = state.newActor();
  });
  afterEach(() => {
    if (standsStill(container.State.Pid)) setFrozen(cgroupDirectory(container.State.Pid, "freezer"), false);
  });

  test("makes all of a container stand still by its cgroup, and thawing lets it go on", async () => {
    const frozen = await answered(actor, groupOrder("freeze", rowOf(container.Id)));
    expect(frozen.judgement).toMatchObject({
      kind: "ask",
      warning: expect.stringContaining("Docker does not know of it"),
    });
    expect(frozen.outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is frozen$/) }]);
    expect(standsStill(container.State.Pid)).toBe(true);
    expect(inspect(container.Id).State.Status).toBe("running");
    const thawed = await answered(actor, groupOrder("thaw", rowOf(container.Id)));
    expect(thawed.outcomes).toMatchObject([{ done: true, message: expect.stringContaining("is thawed") }]);
    expect(standsStill(container.State.Pid)).toBe(false);
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
    expect(standsStill(container.State.Pid)).toBe(false);
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
      expect(standsStill(container.State.Pid)).toBe(true);
      const later = new BackgroundActor({ reader: new HostReader(), stateDirectory: join(home, "nstop") });
      const [kept] = later.frozen();
      expect(kept).toMatchObject({ directory: cgroupDirectory(container.State.Pid, "freezer") });
      expect(later.thaw(later.frozen())).toEqual([{ group: kept, failure: null }]);
      expect(standsStill(container.State.Pid)).toBe(false);
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
    expect(standsStill(container.State.Pid)).toBe(false);
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
    expect(standsStill(container.State.Pid)).toBe(false);
    expect(actor.frozen()).toEqual([]);
  });
});
