import { setTimeout as sleep } from "node:timers/promises";
import { amount } from "./amount.ts";
import type { Bench, Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { withDockerStats, withNstop } from "./contestants.ts";
import { costOf } from "./cost.ts";
import { cpuOf } from "./cpu-time.ts";
import { counterFloor } from "./floor.ts";
import { mean } from "./statistics.ts";
import { takeTurns } from "./take-turns.ts";
import type { TerminalProgram } from "./terminal-program.ts";

const CONTAINERS = 50;

/** Until the engine rests after it started them. */
const SETTLING_SECONDS = 10;

/** What a program spends, and the engine beyond what it spends anyway; in milliseconds of CPU a second. */
interface Spending {
  readonly own: number;
  readonly engine: number;
}

/** B3: what the overview of containers costs, with what the engine spends because of it, against `docker stats`. */
export const overviewOfContainers: Measurement = {
  budgets: [BUDGETS.containersCpu],
  needs: [
    "docker",
    "dockerd",
    "containerd",
    "runc",
    "busybox",
    "iptables",
    "ip",
    "nsenter",
    "lsns",
    "findmnt",
  ],
  async measure(bench) {
    const ids = startContainers(bench);
    await sleep(SETTLING_SECONDS * 1000, undefined, { signal: bench.signal });
    const idle = await engineCpu(bench, pause(bench));
    const spending = async (program: TerminalProgram): Promise<Spending> => {
      const cost = costOf(program, bench);
      const engine = await engineCpu(bench, cost);
      return { own: (await cost).cpu, engine: Math.max(0, engine - idle) };
    };
    const { ours, theirs } = await takeTurns(
      bench.rounds,
      () => withNstop(["--engine", `unix://${bench.lab.socket}`], bench, spending),
      () => withDockerStats(bench, spending),
    );
    const nstop = total(ours);
    const stats = total(theirs);
    return [
      {
        budget: BUDGETS.containersCpu,
        nstop: described(ours),
        peer: `docker stats ${described(theirs)}`,
        value: nstop / stats,
        timesFloor: nstop / counterFloor(ids),
      },
    ];
  },
};

/** @returns Full ids. */
function startContainers({ lab, signal }: Bench): readonly string[] {
  lab.up();
  return Array.from({ length: CONTAINERS }, () => {
    signal.throwIfAborted();
    return lab.docker("run", "--detach", "busybox:lab", "sleep", "2147483647");
  });
}

function pause({ seconds, signal }: Bench): Promise<void> {
  return sleep(seconds * 1000, undefined, { signal });
}

/** What the engine spends meanwhile, in milliseconds of CPU a second. */
async function engineCpu({ lab }: Bench, meanwhile: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  const before = cpuOf(lab.enginePids);
  await meanwhile;
  return ((cpuOf(lab.enginePids) - before) / (performance.now() - startedAt)) * 1000;
}

function total(spendings: readonly Spending[]): number {
  return mean(spendings.map(({ own, engine }) => own + engine));
}

function described(spendings: readonly Spending[]): string {
  const own = mean(spendings.map((spending) => spending.own));
  const engine = mean(spendings.map((spending) => spending.engine));
  return `${amount(own, "ms/s")} + engine ${amount(engine, "ms/s")}`;
}
