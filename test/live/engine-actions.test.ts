import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import type { GroupSubject } from "../../src/actions/subject.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { answered, groupOrder, limitsOrder } from "./act.ts";
import { ASK, type Told } from "./ask-engines.ts";
import { EnginesLab, type Member } from "./engines-lab.ts";
import { describeLive, eventually } from "./lab.ts";
import { cgroupDirectory, cgroupText, isV2, standsStill } from "./lab-cgroups.ts";

/** Bringing it up may have to wait for a busy machine. */
const UP_MILLISECONDS = 300_000;

/** Those whose engines take no orders of nstop's, and what a person is told to use. */
const WITHOUT_ORDERS = [
  { member: "web", use: "use crictl, nerdctl or ctr" },
  { member: "lxc", use: "use lxc-stop and its like, or freeze it" },
  { member: "nspawn", use: "use machinectl, or freeze it" },
  { member: "service", use: "is no container of an engine" },
  { member: "nested", use: "has no engine that answers" },
] as const;

describeLive("actions on what other engines run", () => {
  const lab = new EnginesLab();
  const stateDirectory = mkdtempSync(join(tmpdir(), "nstop-act-"));
  const actor = new BackgroundActor({ reader: new HostReader(), stateDirectory });
  const told = new Map<Member, Told>();

  beforeAll(() => {
    lab.up();
    for (const member of ["podman", ...WITHOUT_ORDERS.map(({ member: name }) => name)] as const) {
      const made = lab.find(member);
      if (made !== null) told.set(member, ASK[member](made, lab));
    }
  }, UP_MILLISECONDS);
  afterAll(() => {
    lab.down();
    rmSync(stateDirectory, { recursive: true });
  }, UP_MILLISECONDS);

  /** The row of the group that a process leads. */
  function rowOf(pid: number): GroupSubject {
    const group = lab.list().groups.find(({ leaderPid }) => leaderPid === pid);
    if (group === undefined) throw new Error(`pid ${pid} leads no group`);
    return { kind: "group", group };
  }

  describe.each(WITHOUT_ORDERS)("$member", ({ member, use }) => {
    test("takes no orders, and it is said what takes them", ({ skip }) => {
      const said = told.get(member);
      if (said === undefined) return skip(`this machine has no ${member}`);
      expect(actor.judge(groupOrder("stop", rowOf(said.pid)))).toMatchObject({
        kind: "refused",
        reason: expect.stringContaining(use),
      });
    });

    test("is frozen and thawed without its engine", async ({ skip }) => {
      const said = told.get(member);
      if (said === undefined) return skip(`this machine has no ${member}`);
      const row = rowOf(said.pid);
      const frozen = await answered(actor, groupOrder("freeze", row));
      expect(frozen.outcomes).toMatchObject([{ done: true }]);
      expect(standsStill(said.pid)).toBe(true);
      expect(actor.thaw(actor.frozen())).toMatchObject([{ failure: null }]);
      expect(standsStill(said.pid)).toBe(false);
    });
  });

  describe("Podman", () => {
    test("pauses, limits, restarts, stops and removes as it is told", async ({ skip }) => {
      const said = told.get("podman");
      if (said === undefined) return skip("this machine has no podman");
      const row = await eventually(() => {
        const found = rowOf(said.pid);
        expect(found.group.state).toBe("running");
        return found;
      });
      const did = async (order: Parameters<typeof answered>[1]) => (await answered(actor, order)).outcomes[0];

      expect(await did(groupOrder("pause", row))).toMatchObject({ done: true });
      expect(standsStill(said.pid)).toBe(true);
      expect(await did(groupOrder("unpause", row))).toMatchObject({ done: true });
      expect(standsStill(said.pid)).toBe(false);

      const limits = { cpuPercent: 50, memoryBytes: 2 ** 26 };
      expect(await did(limitsOrder(limits, row))).toMatchObject({
        done: true,
        message: expect.stringContaining("CPU 50 %, memory 64 MiB"),
      });
      expect(limitsOf(said.pid)).toEqual({ cpu: "50000 100000", memory: String(2 ** 26) });
      await did(limitsOrder({ cpuPercent: "max", memoryBytes: "max" }, row));
      expect(limitsOf(said.pid).cpu).toBe(isV2 ? "max 100000" : "-1 100000");
      expect(limitsOf(said.pid).memory).not.toBe(String(2 ** 26));

      const restarted = await did(groupOrder("restart", row));
      const pid = Number(/as pid (\d+)$/.exec(restarted?.message ?? "")?.[1]);
      expect(readFileSync(`/proc/${pid}/cgroup`, "utf8")).toContain(row.group.containerId);
      expect(await did(groupOrder("kill", rowOf(pid)))).toMatchObject({ done: true });
      expect(await did(groupOrder("stop", row))).toMatchObject({
        message: expect.stringContaining("had stopped already"),
      });
      expect(await did(groupOrder("remove", row))).toMatchObject({ done: true });
      expect(await did(groupOrder("remove", row))).toMatchObject({
        message: expect.stringContaining("Podman has no such container any more"),
      });
    });
  });

  function limitsOf(pid: number): { readonly cpu: string; readonly memory: string } {
    const cpu = cgroupDirectory(pid, "cpu");
    const memory = cgroupDirectory(pid, "memory");
    return {
      cpu: isV2
        ? cgroupText(cpu, "cpu.max")
        : `${cgroupText(cpu, "cpu.cfs_quota_us")} ${cgroupText(cpu, "cpu.cfs_period_us")}`,
      memory: cgroupText(memory, isV2 ? "memory.max" : "memory.limit_in_bytes"),
    };
  }
});
