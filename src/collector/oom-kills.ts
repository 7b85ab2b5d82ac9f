import type { EngineEvent } from "../engines/engine.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { IssueLog } from "./issue-log.ts";
import { KernelLog, type LogClock } from "./kernel-log.ts";
import type { CgroupSample, OomKill } from "./sample.ts";

/** Notices that a process was killed for want of memory, and only then asks the kernel's log which one. */
export class OomKills {
  readonly #log: KernelLog;
  /** By path, where there are any. */
  #counted: ReadonlyMap<string, number> = new Map();
  #events: readonly EngineEvent[] = [];

  constructor(reader: HostReader, issues: IssueLog) {
    this.#log = new KernelLog(reader, issues);
  }

  /** See `Sample.oomKills`. */
  read(
    cgroups: ReadonlyMap<string, CgroupSample>,
    events: readonly EngineEvent[],
    clock: LogClock,
  ): readonly OomKill[] {
    const counted = killsCounted(cgroups);
    const hasGrown = [...counted].some(([path, kills]) => kills > (this.#counted.get(path) ?? 0));
    const isTold = events !== this.#events && events.some(({ what }) => what === "oom");
    if (hasGrown || isTold) this.#log.want();
    this.#counted = counted;
    this.#events = events;
    return this.#log.read(clock);
  }

  /** Gives the descriptor back. */
  close(): void {
    this.#log.close();
  }
}

function killsCounted(cgroups: ReadonlyMap<string, CgroupSample>): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  cgroups.forEach(({ memory }, path) => {
    const kills = memory?.oomKills ?? 0;
    if (kills > 0) counted.set(path, kills);
  });
  return counted;
}
