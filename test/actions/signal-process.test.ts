import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/actions/actor.ts";
import type { SignalName } from "../../src/actions/signal-name.ts";
import type { ProcessSubject } from "../../src/actions/subject.ts";
import { ActHost, type SentSignal } from "./act-host.ts";

const PID = 3_000_100;

async function send(
  host: ActHost,
  signal: SignalName,
  ...subjects: readonly ProcessSubject[]
): Promise<readonly Outcome[]> {
  return host.actor().perform({ action: "signal", subjects, signal }, () => undefined);
}

/** The system's refusal of a signal. */
function refusal(code: string): Error {
  return Object.assign(new Error(`kill ${code}`), { code, syscall: "kill" });
}

describe("a signal", () => {
  test("is sent to who was asked about, and to nobody who has the pid by now", async () => {
    const host = new ActHost();
    const row = host.row({ pid: PID, comm: "nginx" });
    host.process({ pid: PID, comm: "nginx", startTicks: PID * 10 + 1 });
    expect(await send(host, "SIGTERM", row)).toEqual([
      {
        subject: row,
        done: false,
        message: `pid ${PID} is another process by now, not nginx: nothing was done`,
      },
    ]);
    expect(host.sent).toEqual([]);
    host.process({ pid: PID, comm: "nginx" });
    await send(host, "SIGTERM", row);
    expect(host.sent).toEqual([{ pid: PID, signal: "SIGTERM" }]);
  });

  test("is not sent where /proc counts pids otherwise than this process", async () => {
    const host = new ActHost();
    const row = host.row({ pid: PID });
    host.link("/proc/self", "7");
    const [outcome] = await send(host, "SIGTERM", row);
    expect(outcome).toMatchObject({ done: false, message: expect.stringContaining("another pid namespace") });
    expect(host.sent).toEqual([]);
  });

  test("to several is sent to all before any is waited for, and told in their order", async () => {
    const host = new ActHost();
    const rows = [1, 2, 3].map((number) => host.row({ pid: PID + number, comm: `p${number}` }));
    host.onSignal = ({ pid }) => host.end(pid);
    host.end(PID + 2);
    const outcomes = await send(host, "SIGKILL", ...rows);
    expect(host.sent.map(({ pid }) => pid)).toEqual([PID + 1, PID + 3]);
    expect(outcomes.map(({ message }) => message)).toEqual([
      `p1 (pid ${PID + 1}) got SIGKILL and has ended`,
      `p2 (pid ${PID + 2}) has already ended: nothing was done`,
      `p3 (pid ${PID + 3}) got SIGKILL and has ended`,
    ]);
  });
});

describe("what the kernel refuses is said in plain words:", () => {
  test.each([
    { code: "ESRCH", message: "has already ended" },
    { code: "EPERM", message: "is another user's, and takes no SIGTERM of this one: run nstop with sudo" },
    { code: "EINVAL", message: "was not sent SIGTERM: EINVAL" },
  ])("$code", async ({ code, message }) => {
    const host = new ActHost();
    host.onSignal = () => {
      throw refusal(code);
    };
    const [outcome] = await send(host, "SIGTERM", host.row({ pid: PID }));
    expect(outcome).toMatchObject({ done: false, message: expect.stringContaining(message) });
  });

  test("what it did not refuse is nstop's own mistake", async () => {
    const host = new ActHost();
    host.onSignal = () => {
      throw new TypeError("a mistake");
    };
    await expect(send(host, "SIGTERM", host.row({ pid: PID }))).rejects.toThrow("a mistake");
  });
});

describe("what came of it:", () => {
  const become = (host: ActHost, state: string) => (sent: SentSignal) =>
    host.process({ pid: sent.pid, state });

  test.each([
    { signal: "SIGSTOP", state: "T", message: "is stopped; SIGCONT lets it go on" },
    { signal: "SIGTERM", state: "Z", message: "has ended; its parent has not taken note of it yet" },
    { signal: "SIGTERM", state: "S", message: "still runs; SIGKILL ends it" },
    { signal: "SIGTERM", state: "T", message: "is stopped: it acts on it once SIGCONT lets it go on" },
    { signal: "SIGKILL", state: "D", message: "waits in the kernel, or its cgroup is frozen" },
    { signal: "SIGCONT", state: "S", message: "got SIGCONT and goes on" },
    { signal: "SIGHUP", state: "S", message: /got SIGHUP and still runs$/ },
  ] as const)("$signal and then $state", async ({ signal, state, message }) => {
    const host = new ActHost();
    const row = host.row({ pid: PID });
    host.onSignal = become(host, state);
    const [outcome] = await send(host, signal, row);
    expect(outcome?.done).toBe(true);
    expect(outcome?.message).toEqual(
      typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
    );
  });

  test("the first process of a pid namespace is deaf to what it has no handler for", async () => {
    const host = new ActHost();
    const row = host.row({ pid: PID });
    const masks = ["Inh", "Prm", "Eff", "Bnd", "Amb"].map((set) => `Cap${set}:\t0000000000000000\n`).join("");
    host.write(
      `/proc/${PID}/status`,
      `Tgid:\t${PID}\nPid:\t${PID}\nPPid:\t1\nTracerPid:\t0\nUid:\t0 0 0 0\nGid:\t0 0 0 0\nGroups:\t\nNSpid:\t${PID}\t1\nThreads:\t1\n${masks}`,
    );
    const [outcome] = await send(host, "SIGTERM", row);
    expect(outcome?.message).toContain("as the first process of a pid namespace it gets only signals");
  });
});
