import fs from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { BackgroundActor } from "../../src/actions/background-actor.ts";
import type { SignalName } from "../../src/actions/signal-name.ts";
import type { GroupSubject, ProcessSubject } from "../../src/actions/subject.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { FixtureHost, type FixtureProcess } from "../collector/fixture-host.ts";
import { groupOf } from "../view/detail-fixture.ts";

/** The id of a container that is called `digit` everywhere. */
export const ID = "a".repeat(64);

/** Where nstop runs on an {@link ActHost}: below a shell, below sshd. */
export const SHELL = 3_000_001;
export const SSHD = 3_000_000;

/** A signal that would have been sent. */
export interface SentSignal {
  readonly pid: number;
  readonly signal: SignalName;
}

/** A host with cgroup v2 on which this process runs, and where signals go nowhere. */
export class ActHost extends FixtureHost {
  readonly sent: SentSignal[] = [];
  /** Called in the place of sending a signal. */
  onSignal: (sent: SentSignal) => void = () => undefined;
  readonly stateDirectory = path.join(this.root, "home/state/nstop");

  constructor() {
    super();
    onTestFinished(() => this.remove());
    fs.renameSync(path.join(this.root, "/proc/self"), path.join(this.root, `/proc/${process.pid}`));
    this.link("/proc/self", String(process.pid));
    this.write("/proc/sys/kernel/random/boot_id", "11111111-2222-3333-4444-555555555555\n");
    this.process({ pid: SSHD, comm: "sshd" });
    this.process({ pid: SHELL, comm: "bash", parentPid: SSHD });
    this.process({ pid: process.pid, comm: "node", parentPid: SHELL });
  }

  actor(): BackgroundActor {
    return new BackgroundActor({
      reader: this.reader,
      stateDirectory: this.stateDirectory,
      kill: (pid, signal) => {
        this.sent.push({ pid, signal });
        this.onSignal({ pid, signal });
      },
    });
  }

  /** Makes a process and the row that shows it. */
  row(process: FixtureProcess, groupId = "host"): ProcessSubject {
    this.process(process);
    const { pid, comm = "sleep", startTicks = pid * 10 } = process;
    return { kind: "process", pid, startTicks, name: comm, groupId };
  }

  /** Makes a container with one process and a cgroup of its own, and the row that shows it. */
  container(name: string, pid: number, known: Partial<Group> = {}): GroupSubject {
    const cgroupPath = `/docker/${ID}`;
    this.group(cgroupPath, pid);
    const container = groupOf(name, {
      containerId: ID,
      state: "running",
      frozen: false,
      leaderPid: pid,
      leaderStartTicks: pid * 10,
      cgroupPath,
      ...known,
    });
    return { kind: "group", group: container };
  }

  /** Makes a cgroup with a process in it. */
  group(cgroupPath: string, pid: number): void {
    this.process({ pid, cgroup: `0::${cgroupPath}\n` });
    const directory = `/sys/fs/cgroup${cgroupPath}`;
    this.write(`${directory}/cgroup.procs`, `${pid}\n`);
    this.write(`${directory}/cgroup.freeze`, "0\n");
    this.write(`${directory}/cgroup.events`, "populated 1\nfrozen 1\n");
  }

  /** What a file says. */
  text(name: string): string {
    return fs.readFileSync(path.join(this.root, name), "utf8");
  }
}
