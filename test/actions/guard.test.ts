import { describe, expect, test } from "vitest";
import type { BackgroundOrder, EngineAction } from "../../src/actions/order.ts";
import type { SignalName } from "../../src/actions/signal-name.ts";
import type { ProcessSubject } from "../../src/actions/subject.ts";
import { ActHost, SHELL, SSHD } from "./act-host.ts";

const PID = 3_000_100;

function signal(name: SignalName, ...subjects: readonly ProcessSubject[]): BackgroundOrder {
  return { action: "signal", subjects, signal: name };
}

describe("a signal", () => {
  test("to an own process of the host is asked, with what it is", () => {
    const host = new ActHost();
    expect(host.actor().judge(signal("SIGTERM", host.row({ pid: PID, comm: "nginx" })))).toEqual({
      kind: "ask",
      warning: `nginx (pid ${PID}) is no container's process but the host's own`,
    });
  });

  test("to a process of a container is just asked, but for one that it cannot prepare for", () => {
    const host = new ActHost();
    const row = host.row({ pid: PID, comm: "nginx" }, "web");
    expect(host.actor().judge(signal("SIGTERM", row))).toEqual({ kind: "ask", warning: null });
    expect(host.actor().judge(signal("SIGKILL", row))).toEqual({
      kind: "ask",
      warning: "SIGKILL gives no chance to save or clean up",
    });
  });

  test("to who has the pid by now, or who has ended, is refused", () => {
    const host = new ActHost();
    const row = host.row({ pid: PID, comm: "nginx" });
    host.process({ pid: PID, comm: "nginx", startTicks: PID * 10 + 1 });
    expect(host.actor().judge(signal("SIGTERM", row))).toEqual({
      kind: "refused",
      reason: `pid ${PID} is another process by now, not nginx`,
    });
    host.end(PID);
    expect(host.actor().judge(signal("SIGTERM", row))).toEqual({
      kind: "refused",
      reason: `nginx (pid ${PID}) has ended`,
    });
  });

  test.each([
    { who: "the host's first process", pid: 1, comm: "init", reason: "without it the host ends" },
    { who: "a kernel thread", pid: PID, comm: "kworker/0:1", kernelThread: true, reason: "kernel thread" },
    { who: "nstop", pid: process.pid, comm: "node", parentPid: SHELL, reason: "is part of this nstop" },
    {
      who: "nstop's sampler",
      pid: PID,
      comm: "node",
      parentPid: process.pid,
      reason: "is part of this nstop",
    },
  ])("to $who is refused", ({ who, reason, ...made }) => {
    const host = new ActHost();
    const row = host.row(made);
    expect(host.actor().judge(signal("SIGCONT", row)), who).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    { who: "the shell above nstop", pid: SHELL, comm: "bash", parentPid: SSHD, warning: "nstop runs below" },
    { who: "what that was started by", pid: SSHD, comm: "sshd", warning: "nstop runs below" },
    { who: "an engine", pid: PID, comm: "dockerd", warning: "is a container engine" },
    { who: "what minds a container", pid: PID, comm: "containerd-shim", warning: "minds its containers" },
    { who: "the message bus", pid: PID, comm: "dbus-daemon", warning: "what this host stands on" },
    { who: "systemd's own", pid: PID, comm: "systemd-journal", warning: "what this host stands on" },
  ])("to $who wants its name typed", ({ who, warning, ...made }) => {
    const host = new ActHost();
    const row = host.row(made);
    expect(host.actor().judge(signal("SIGHUP", row)), who).toMatchObject({
      kind: "typed",
      word: made.comm,
      warning: expect.stringContaining(warning),
    });
  });

  test("to an engine that calls itself something else is known by its program", () => {
    const host = new ActHost();
    const row = host.row({ pid: PID, comm: "harmless" });
    host.link(`/proc/${PID}/exe`, "/usr/bin/dockerd (deleted)");
    expect(host.actor().judge(signal("SIGTERM", row))).toMatchObject({ kind: "typed", word: "harmless" });
  });

  test("to an init system inside a container is the container's own affair, to an engine inside is not", () => {
    const host = new ActHost();
    expect(host.actor().judge(signal("SIGTERM", host.row({ pid: PID, comm: "systemd" }, "web")))).toEqual({
      kind: "ask",
      warning: null,
    });
    expect(
      host.actor().judge(signal("SIGTERM", host.row({ pid: PID, comm: "dockerd" }, "web"))),
    ).toMatchObject({
      kind: "typed",
    });
  });

  test("to several is refused if it is for one, and wants a word if it does for one", () => {
    const host = new ActHost();
    const harmless = host.row({ pid: PID, comm: "nginx" }, "web");
    const engine = host.row({ pid: PID + 1, comm: "dockerd" });
    const first = host.row({ pid: 1, comm: "init" });
    expect(host.actor().judge(signal("SIGTERM", harmless, engine))).toMatchObject({
      kind: "typed",
      word: "dockerd",
    });
    expect(host.actor().judge(signal("SIGTERM", harmless, engine, first)).kind).toBe("refused");
    expect(host.actor().judge(signal("SIGTERM")).kind).toBe("refused");
  });
});

describe("freezing", () => {
  test("a container is asked; that its engine does not know is said", () => {
    const host = new ActHost();
    expect(host.actor().judge({ action: "freeze", subjects: [host.container("web", PID)] })).toEqual({
      kind: "ask",
      warning: "Docker does not know of it; Pause is its own word for it",
    });
    const lxc = host.container("box", PID, { engine: "lxc", engineEndpoint: null });
    expect(host.actor().judge({ action: "freeze", subjects: [lxc] })).toEqual({ kind: "ask", warning: null });
  });

  test("what nstop runs in, or below, is refused", () => {
    const host = new ActHost();
    const row = host.container("mine", PID);
    for (const pid of [process.pid, SHELL]) {
      host.process({
        pid,
        parentPid: pid === SHELL ? SSHD : SHELL,
        cgroup: `0::${row.group.cgroupPath}/below\n`,
      });
      expect(host.actor().judge({ action: "freeze", subjects: [row] })).toMatchObject({
        kind: "refused",
        reason: expect.stringContaining("is what nstop runs in"),
      });
      expect(host.actor().judge({ action: "pause", subjects: [row] }).kind).toBe("refused");
      expect(host.actor().judge({ action: "stop", subjects: [row] })).toMatchObject({
        kind: "typed",
        word: "mine",
      });
      expect(host.actor().judge({ action: "unpause", subjects: [row] }).kind).toBe("ask");
      host.process({ pid, parentPid: pid === SHELL ? SSHD : SHELL });
    }
  });

  test("one that is called as the beginning of nstop's is not what nstop runs in", () => {
    const host = new ActHost();
    const row = host.container("mine", PID);
    host.process({ pid: process.pid, parentPid: SHELL, cgroup: `0::${row.group.cgroupPath}0\n` });
    expect(host.actor().judge({ action: "freeze", subjects: [row] }).kind).toBe("ask");
  });

  test("a group with an engine in it, in a cgroup below as well, wants its name typed", () => {
    const host = new ActHost();
    const row = host.container("outer", PID);
    host.group(`${row.group.cgroupPath}/docker`, PID + 1);
    host.process({ pid: PID + 1, comm: "dockerd", cgroup: `0::${row.group.cgroupPath}/docker\n` });
    for (const action of ["freeze", "pause", "stop", "kill", "restart", "remove"] as const) {
      expect(host.actor().judge({ action, subjects: [row] }), action).toMatchObject({
        kind: "typed",
        word: "outer",
        warning: expect.stringContaining(`dockerd (pid ${PID + 1}) is in outer`),
      });
    }
    expect(host.actor().judge({ action: "thaw", subjects: [row] }).kind).toBe("ask");
  });

  test("the service that lets people in wants its name typed", () => {
    const host = new ActHost();
    host.group("/system.slice/ssh.service", PID);
    host.process({ pid: PID, comm: "sshd", cgroup: "0::/system.slice/ssh.service\n" });
    const { group } = host.container("ssh.service", PID + 1, {
      kind: "service",
      engine: null,
      containerId: null,
      leaderPid: PID,
      leaderStartTicks: PID * 10,
      cgroupPath: "/system.slice/ssh.service",
    });
    expect(host.actor().judge({ action: "freeze", subjects: [{ kind: "group", group }] })).toMatchObject({
      kind: "typed",
      word: "ssh.service",
      warning: expect.stringContaining("systemd does not know of it"),
    });
  });

  test.each([
    { what: "the host", known: { kind: "host" }, reason: "the host itself cannot be frozen" },
    { what: "a set of namespaces", known: { kind: "namespace" }, reason: "has no cgroup of its own" },
    { what: "what has no process", known: { leaderPid: null }, reason: "has no process" },
    { what: "what was restarted", known: { leaderStartTicks: 1 }, reason: "has ended, or was restarted" },
    {
      what: "what is elsewhere by now",
      known: { cgroupPath: "/docker/b" },
      reason: "in another cgroup by now",
    },
  ] as const)("$what is refused", ({ known, reason }) => {
    const host = new ActHost();
    const row = host.container("web", PID, known);
    expect(host.actor().judge({ action: "freeze", subjects: [row] })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining(reason),
    });
  });
});

describe("an engine's order", () => {
  const order = (host: ActHost, action: EngineAction, known = {}): BackgroundOrder => ({
    action,
    subjects: [host.container("web", PID, known)],
  });

  test("that cannot be undone says so, and what else there is to know", () => {
    const host = new ActHost();
    const warning = (action: EngineAction) => {
      const judgement = host.actor().judge(order(host, action));
      return judgement.kind === "ask" ? judgement.warning : judgement.kind;
    };
    expect(warning("remove")).toContain("cannot be undone");
    expect(warning("kill")).toContain("no chance to save");
    expect(warning("stop")).toContain("is killed");
    expect(warning("pause")).toBeNull();
  });

  test.each([
    { engine: "containerd", reason: "use crictl, nerdctl or ctr" },
    { engine: "crio", reason: "use crictl" },
    { engine: "lxc", reason: "use lxc-stop" },
    { engine: "nspawn", reason: "use machinectl" },
    { engine: null, reason: "has no engine that answers" },
  ] as const)("to $engine is refused, with what takes it", ({ engine, reason }) => {
    const host = new ActHost();
    const known = { engine, engineEndpoint: null };
    const judgement = host.actor().judge(order(host, "stop", known));
    expect(judgement).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
    const limits = { ...order(host, "stop", known), action: "limits", limits: { cpuPercent: 5 } } as const;
    expect(host.actor().judge(limits as BackgroundOrder)).toEqual(judgement);
  });

  test("about what is frozen behind its back is refused, since it would wait for it", () => {
    const host = new ActHost();
    expect(host.actor().judge(order(host, "stop", { frozen: true }))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("thaw it first"),
    });
    const paused = order(host, "unpause", { frozen: true, state: "paused" });
    expect(host.actor().judge(paused)).toEqual({ kind: "ask", warning: null });
  });
});

describe("limits", () => {
  const judge = (limits: { readonly cpuPercent?: number | "max"; readonly memoryBytes?: number | "max" }) => {
    const host = new ActHost();
    const { group } = host.container("web", PID);
    const used = { ...group, memory: { ...group.memory, workingSetBytes: 1000 } };
    return host.actor().judge({ action: "limits", subjects: [{ kind: "group", group: used }], limits });
  };

  test("that say nothing or are no amounts are refused", () => {
    for (const limits of [
      {},
      { cpuPercent: 0 },
      { cpuPercent: -5 },
      { cpuPercent: Number.NaN },
      { memoryBytes: 0 },
      { memoryBytes: 1.5 },
      { memoryBytes: Number.POSITIVE_INFINITY },
    ]) {
      expect(judge(limits), JSON.stringify(limits)).toMatchObject({ kind: "refused" });
    }
  });

  test("below what is in use are warned of", () => {
    expect(judge({ memoryBytes: 999 })).toMatchObject({
      warning: expect.stringContaining("less memory than"),
    });
    expect(judge({ memoryBytes: 1000 })).toEqual({ kind: "ask", warning: null });
    expect(judge({ cpuPercent: "max", memoryBytes: "max" })).toEqual({ kind: "ask", warning: null });
  });
});
