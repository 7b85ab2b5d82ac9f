import { afterAll, expect, test } from "vitest";
import { ActorState, answered, asNobody, groupOrder, limitsOrder, rowOf } from "./act.ts";
import { describeLive, docker, enginePid, Inhabitants, inspect } from "./lab.ts";
import { standsStill } from "./lab-cgroups.ts";

/** Ends at once when it is asked to. */
const POLITE = ["sh", "-c", 'trap "exit 3" TERM; while :; do sleep 0.1; done'];

const inhabitants = new Inhabitants("act-engine");
const state = new ActorState();
const actor = state.newActor();
afterAll(async () => {
  await inhabitants.removeAll();
  state.remove();
});

describeLive("what a container's engine is told", () => {
  test("pauses and unpauses it", async () => {
    const container = inhabitants.container("paused");
    const paused = await answered(actor, groupOrder("pause", rowOf(container.Id)));
    expect(paused.outcomes).toMatchObject([{ done: true, message: expect.stringMatching(/ is paused$/) }]);
    expect(inspect(container.Id).State.Status).toBe("paused");
    expect(standsStill(container.State.Pid)).toBe(true);
    const again = await actor.perform(groupOrder("pause", rowOf(container.Id)), () => undefined);
    expect(again).toMatchObject([{ done: true, message: expect.stringContaining("is paused already") }]);
    await answered(actor, groupOrder("unpause", rowOf(container.Id)));
    expect(inspect(container.Id).State.Status).toBe("running");
    expect(standsStill(container.State.Pid)).toBe(false);
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
