import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import {
  ActorState,
  answered,
  asNobody,
  end,
  hasEnded,
  processRow,
  replace,
  sendOrder,
  sleeper,
  statOf,
} from "./act.ts";
import { describeLive, enginePid, eventually, Inhabitants, inspect, NSTOP } from "./lab.ts";

const SOMEBODY = 54_321;

const inhabitants = new Inhabitants("act-signal");
const state = new ActorState();
const actor = state.newActor();
afterAll(async () => {
  await inhabitants.removeAll();
  state.remove();
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
