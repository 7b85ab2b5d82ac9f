import type { EngineView, EngineWatch, SeenContainer } from "../engines/engine.ts";
import { HOST_PROGRAMS, type HostPrograms, NO_PROGRAMS } from "../host/host-programs.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import { wholeNumber } from "../procfs/number.ts";
import { CgroupTable } from "./cgroup-table.ts";
import { describeHost } from "./describe-host.ts";
import type { DetailContext } from "./detail-context.ts";
import { DetailReader } from "./detail-reader.ts";
import type { DetailRequest, DetailSample } from "./detail-sample.ts";
import { type DescribeHost, HostWatch } from "./host-watch.ts";
import { IssueLog } from "./issue-log.ts";
import { lookForPins } from "./look-for-pins.ts";
import { Networks } from "./networks.ts";
import { OomKills } from "./oom-kills.ts";
import type { PinnedNamespace } from "./pin-table.ts";
import { ProcessSamples } from "./process-samples.ts";
import { ProcessTable } from "./process-table.ts";
import { ProcessUpdater } from "./process-updater.ts";
import { readNamespaces, UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import type { Sample, Suspect } from "./sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** What a {@link Collector} looks at, and with which clocks. */
export interface CollectorOptions {
  readonly reader: HostReader;
  readonly engines: EngineWatch;
  /** The host's own programs. By default this machine's, or none where the reader's root is a captured host. */
  readonly programs?: HostPrograms;
  /** By default `systeminformation` is asked, or nobody where the reader's root is a captured host. */
  readonly describe?: DescribeHost;
  /**
   * Somebody waits for the first sample: it leaves out what only rates are made of, and guesses at namespaces. What it tells is not
   * to be compared with what the next one does.
   */
  readonly inHaste?: boolean;
  /** Seconds; never goes back. */
  readonly monotonicSeconds?: () => number;
  /** Milliseconds since 1970. */
  readonly wallMilliseconds?: () => number;
}

/** What somebody looks at. */
export interface OnScreen {
  /** Of the processes in the groups that are seen. */
  readonly pids: ReadonlySet<number>;
  /** Of {@link Sample.cgroups}. */
  readonly cgroupPaths: ReadonlySet<string>;
  /** Inodes of network namespaces. */
  readonly networks: ReadonlySet<number>;
}

/** How many processes on screen, and how many suspects, are looked at in every sample, rather than in turn. */
const MAX_WATCHED = 200;

/** Looks at the host. It keeps what it has open between samples; the samples themselves are plain facts. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #reader: HostReader;
  readonly #issues = new IssueLog();
  readonly #host: HostWatch;
  readonly #table: ProcessTable;
  readonly #updater: ProcessUpdater;
  readonly #samples = new ProcessSamples();
  readonly #cgroups: CgroupTable;
  readonly #oomKills: OomKills;
  readonly #networks: Networks;
  readonly #details = new DetailReader();
  readonly #ownNamespaces: PerNamespace<number | null>;
  readonly #ownPid: number | null;
  /** What is read whole in every sample, and not only in turn; `null`: everything. */
  onScreen: OnScreen | null = null;
  #watched = new Set<number>();
  #processes: readonly TrackedProcess[] = [];
  #suspects: readonly Suspect[] = [];

  constructor(options: CollectorOptions) {
    const { reader } = options;
    this.#options = options;
    this.#reader = reader;
    this.#host = new HostWatch(
      reader,
      this.#issues,
      options.describe ?? (reader.isThisMachine ? describeHost : null),
    );
    this.#table = new ProcessTable(reader, this.#issues);
    this.#cgroups = new CgroupTable(reader, this.#issues);
    this.#updater = new ProcessUpdater(reader, this.#issues, this.#table, this.#cgroups);
    this.#oomKills = new OomKills(reader, this.#issues);
    this.#networks = new Networks(reader, this.#issues);
    this.#ownPid = reader.isThisMachine ? readOwnPid(reader, this.#issues) : null;
    this.#ownNamespaces = readNamespaces(reader, this.#issues, "self", UNKNOWN_NAMESPACES);
  }

  /**
   * Takes a sample. Processes that end meanwhile are left out; whatever else cannot be read is unknown, and said
   * among the issues.
   *
   * @throws {import("../host/read-failure.ts").ReadFailure} If the processes cannot be listed.
   */
  sample(): Sample {
    const monotonicSeconds = this.#monotonicSeconds();
    const now = { seconds: monotonicSeconds };
    const takenAtMilliseconds = (this.#options.wallMilliseconds ?? Date.now)();
    this.#issues.begin(monotonicSeconds);
    const isHasty = this.#options.inHaste === true && this.#processes.length === 0;
    const host = this.#host.read(monotonicSeconds, this.#cgroups.version);
    const watched = this.#watched;
    this.#watched = new Set();
    const { onScreen } = this;
    const refreshed = this.#table.refresh({
      population: host,
      watched,
      inView: onScreen?.pids ?? null,
      now,
    });
    const { processes } = refreshed;
    this.#processes = processes;
    const changed = isHasty
      ? this.#updater.updateInHaste(refreshed, monotonicSeconds)
      : this.#updater.update(refreshed, watched, monotonicSeconds);
    const samples = this.#samples.of(processes, changed, this.#host.units.pageBytes);
    const { places } = this.#samples;
    const { hostNamespaces } = this.#updater;
    const groups = this.#cgroups.read(processes, {
      onScreen: onScreen?.cgroupPaths ?? null,
      inhabited: places,
      host,
      now,
    });
    if (this.#cgroups.countersCameOrWent) this.#table.reconsider();
    const engines = this.#options.engines.view();
    const clock = { monotonicSeconds, takenAtMilliseconds, uptimeSeconds: host.uptimeSeconds };
    return {
      takenAtMilliseconds,
      monotonicSeconds,
      // Only now it is known where the control groups are.
      host: { ...host, cgroupVersion: this.#cgroups.version },
      hostNamespaces,
      ownPid: this.#ownPid,
      processes: samples,
      ...groups,
      oomKills: isHasty ? [] : this.#oomKills.read(groups.cgroups, engines.events, clock),
      networks: isHasty
        ? new Map()
        : this.#networks.read(
            { processes: samples, places },
            hostNamespaces.net,
            onScreen?.networks ?? null,
            monotonicSeconds,
          ),
      engines,
      execs: this.#execs(),
      issues: this.#issues.list(),
    };
  }

  /**
   * Reads a drill-down: the parts that are asked for, of processes that the last sample found. They are on screen,
   * so what is known of them is read anew in the next sample.
   */
  async detail(request: DetailRequest): Promise<DetailSample> {
    const issues = new IssueLog();
    const context = this.#detailContext(request.referencePid, issues);
    this.watch([request.referencePid, ...request.pids.slice(0, MAX_WATCHED)]);
    const processes = request.pids.flatMap((pid) => this.#table.get(pid) ?? []);
    const parts = await this.#details.read(context, request, processes);
    return { monotonicSeconds: context.nowSeconds, ...parts, issues: issues.list() };
  }

  /** In the next sample, reads all there is of these processes anew, whoever's turn it is. */
  watch(pids: Iterable<number>): void {
    for (const pid of pids) this.#watched.add(pid);
  }

  /** Looks at these again in the next sample, and asks engines which of them they started. */
  suspect(suspects: readonly Suspect[]): void {
    this.#suspects = suspects.slice(0, MAX_WATCHED);
    // Asked now, an engine has answered by the next sample; what it started is where it belongs.
    const execs = this.#execs();
    this.watch(this.#suspects.map(({ pid }) => pid).filter((pid) => execs.get(pid) !== true));
  }

  /** Tells the engines which containers there are: names of those that none answers for are looked for in the background. */
  see(containers: readonly SeenContainer[]): void {
    this.#options.engines.see(containers);
  }

  /** What the engines say once what {@link see} began has come to an end. */
  async named(): Promise<EngineView> {
    await this.#options.engines.found();
    return this.#options.engines.view();
  }

  /** Looks for what keeps namespaces alive in which no process lives: a slice at a time, for a second or more. */
  lookForPins(): Promise<readonly PinnedNamespace[]> {
    return lookForPins(this.#reader, this.#processes);
  }

  /** Never reads a file again: it hung. */
  skip(path: string): void {
    this.#reader.skip(path);
  }

  /** Gives all descriptors back; the collector is of no use afterwards. */
  close(): void {
    this.#host.close();
    this.#table.close();
    this.#cgroups.close();
    this.#oomKills.close();
  }

  #execs(): Sample["execs"] {
    const { engines } = this.#options;
    return new Map(
      this.#suspects.flatMap(({ containerId, ...process }): [number, boolean][] => {
        const isExec = containerId === null ? null : engines.isExec({ containerId, ...process });
        return isExec === null ? [] : [[process.pid, isExec]];
      }),
    );
  }

  #detailContext(pid: number, issues: IssueLog): DetailContext {
    const last = this.#table.get(pid)?.namespaces ?? UNKNOWN_NAMESPACES;
    return {
      reader: this.#reader,
      programs: this.#options.programs ?? (this.#reader.isThisMachine ? HOST_PROGRAMS : NO_PROGRAMS),
      issues,
      nowSeconds: this.#monotonicSeconds(),
      monotonicSeconds: () => this.#monotonicSeconds(),
      pid,
      namespaces: readNamespaces(this.#reader, issues, pid, last),
      ownNamespaces: this.#ownNamespaces,
      hostNamespaces: this.#updater.hostNamespaces,
      processes: this.#processes,
    };
  }

  #monotonicSeconds(): number {
    return this.#options.monotonicSeconds?.() ?? performance.now() / 1000;
  }
}

/** As the `/proc` that is read numbers it. */
function readOwnPid(reader: HostReader, issues: IssueLog): number | null {
  const missing = "nstop cannot tell its own processes from others";
  return issues.attempt("/proc/self", missing, () =>
    wholeNumber(reader.readLink("/proc/self"), "/proc/self"),
  );
}
