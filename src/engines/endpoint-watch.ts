import { type ContainerEvent, engineEvent } from "./container-event.ts";
import { configuredDataRoot, DiskContainers } from "./disk-containers.ts";
import { type DockerClient, type EngineVersion, openDockerClient } from "./docker-client.ts";
import type { EngineContainer, EngineEvent, EngineName, EngineReport, ExecQuestion } from "./engine.ts";
import { EngineFailure, engineFailure } from "./engine-failure.ts";
import { type EngineLimits, timeText } from "./engine-limits.ts";
import { EngineSession, type SessionListener } from "./engine-session.ts";
import { ExecQuestions } from "./exec-questions.ts";
import type { Endpoint } from "./parse-endpoint.ts";
import { probeSocket } from "./probe-socket.ts";
import type { DiskReader } from "./read-json.ts";

/** As many events are kept until the next sample. */
const MAX_EVENTS = 200;

/** A socket that is not there is looked for this often at least: to look costs nothing, and a person waits for it. */
const ABSENT_MILLISECONDS = 4000;

/** How one endpoint is watched. */
export interface EndpointWatchOptions {
  readonly endpoint: Endpoint;
  /** A person named it: then its socket should be there, and it is said when it is not. */
  readonly isNamed: boolean;
  /** Whose own engine it is, and so in that user's hands; `null` for the host's. */
  readonly userId: number | null;
  /** Where the engine's files are looked for; `null` for where its own configuration says. */
  readonly dataRoots: readonly string[] | null;
  readonly reader: DiskReader;
  readonly limits: EngineLimits;
  /** Called when there is something new to see. */
  readonly changed: () => void;
}

/** One engine, connected to again and again for as long as it is watched. */
export class EndpointWatch {
  readonly #options: EndpointWatchOptions;
  readonly #disk: DiskContainers;
  readonly #execs = new ExecQuestions();
  readonly #settled = Promise.withResolvers<void>();
  readonly #lateTimer: NodeJS.Timeout;
  #retry = Promise.withResolvers<void>();
  #client: DockerClient | null = null;
  #isClosed = false;
  #isSettled = false;
  #wasConnected = false;
  #failuresInARow = 0;
  /** When it answered last what it is, on the clock of `performance.now()`; `null` when it has not since it was lost. */
  #connectedAt: number | null = null;
  #engine: EngineName;
  #dataRoot: string | null = null;
  #report: EngineReport | null = null;
  #isAbsent = false;
  #containers: ReadonlyMap<string, EngineContainer> = new Map();
  #events: readonly EngineEvent[] = [];

  constructor(options: EndpointWatchOptions) {
    this.#options = options;
    this.#disk = new DiskContainers(options.reader);
    this.#engine = options.endpoint.socketPath.includes("podman") ? "podman" : "docker";
    this.#lateTimer = setTimeout(() => this.#late(), options.limits.settleMilliseconds);
    // It ends by throwing only when the fault is nstop's own, which nobody here could mend.
    this.#run();
  }

  /** `null` until it is known, and for an engine that this host does not have. */
  get report(): EngineReport | null {
    return this.#report;
  }

  /** There is no such socket, and there was none. */
  get isAbsent(): boolean {
    return this.#isAbsent;
  }

  get url(): string {
    return this.#options.endpoint.url;
  }

  get userId(): number | null {
    return this.#options.userId;
  }

  get containers(): ReadonlyMap<string, EngineContainer> {
    return this.#containers;
  }

  /** What happened of late, oldest first. */
  get events(): readonly EngineEvent[] {
    return this.#events;
  }

  /** See {@link import("./engine.ts").EngineWatch.isExec}; of a container of this engine. */
  isExec(question: ExecQuestion): boolean | null {
    return this.#execs.isExec(question, this.#client);
  }

  /** Resolves when the engine has told everything, failed, or run out of time. */
  settled(): Promise<void> {
    return this.#settled.promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#client?.close();
    this.#retry.resolve();
    this.#settle();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const failure = await this.#session();
      if (this.#isClosed) return;
      this.#lost(failure);
      if (this.#isDockers) await this.#readDisk();
      this.#settle();
      await this.#pause(failure);
    }
  }

  /** Only Docker's files are read here, and never where a user says that they are. */
  get #isDockers(): boolean {
    return this.#engine === "docker" && this.#options.userId === null;
  }

  /** Connects, and follows the engine until it is lost. */
  async #session(): Promise<EngineFailure> {
    const { endpoint, limits } = this.#options;
    try {
      await probeSocket(endpoint.socketPath, limits);
      this.#client = await openDockerClient(endpoint.socketPath, limits);
      if (this.#isClosed) this.#client.close();
      // Loading the client takes a busy host seconds, which are not the engine's.
      if (!this.#isSettled) this.#lateTimer.refresh();
      return await new EngineSession(this.#client, this.#listener(), limits).run();
    } catch (error) {
      return engineFailure(error);
    } finally {
      this.#client?.close();
      this.#client = null;
    }
  }

  #listener(): SessionListener {
    return {
      connected: (version) => this.#connected(version),
      complete: () => this.#settle(),
      dataRoot: (path) => {
        this.#dataRoot = path;
      },
      changed: (containers) => this.#show(this.#report, containers),
      happened: (event, execPid) => this.#remember(event, execPid),
    };
  }

  #connected({ engine, version }: EngineVersion): void {
    this.#wasConnected = true;
    this.#connectedAt = performance.now();
    this.#disk.forget();
    this.#engine = engine;
    this.#isAbsent = false;
    const report = { name: engine, endpoint: this.url, state: "connected", version, message: null } as const;
    this.#show(report, this.#containers);
  }

  #lost(failure: EngineFailure): void {
    this.#isAbsent = failure.kind === "absent" && !this.#wasConnected;
    const unknown = { state: null, health: null, pid: null };
    const remembered = [...this.#containers].map(
      ([id, container]) => [id, { ...container, ...unknown }] as const,
    );
    this.#show(this.#reportOf(failure), new Map(remembered));
  }

  #late(): void {
    const failure = new EngineFailure("late", timeText(this.#options.limits.settleMilliseconds));
    this.#show(this.#report ?? this.#reportOf(failure), this.#containers);
    this.#settle();
  }

  /** A host without Docker is not told that it has none. */
  #reportOf({ kind, state, message }: EngineFailure): EngineReport | null {
    if (kind === "absent" && !this.#options.isNamed && !this.#wasConnected) return null;
    return { name: this.#engine, endpoint: this.url, state, version: null, message };
  }

  /** Shows what is on disk, which is newer than what is remembered; where it cannot be read, that stays. */
  async #readDisk(): Promise<void> {
    const { dataRoots, reader } = this.#options;
    const roots = dataRoots ?? [await configuredDataRoot(reader)];
    const containers = await this.#disk.read(this.#dataRoot === null ? roots : [this.#dataRoot, ...roots]);
    if (containers === null || this.#isClosed) return;
    const merged = [...containers].map(([id, container]) => [id, this.#withMemory(container)] as const);
    this.#show(this.#report, new Map(merged));
  }

  /** That a container ran out of memory is on disk only once it has ended. */
  #withMemory(container: EngineContainer): EngineContainer {
    const oomKilled = this.#containers.get(container.id)?.oomKilled || container.oomKilled;
    return { ...container, oomKilled };
  }

  #show(report: EngineReport | null, containers: ReadonlyMap<string, EngineContainer>): void {
    this.#report = report;
    this.#containers = containers;
    this.#options.changed();
  }

  #remember(event: ContainerEvent, execPid: number | null): void {
    const told = engineEvent(event, execPid);
    if (told === null) return;
    this.#events = [...this.#events, told].slice(-MAX_EVENTS);
    this.#options.changed();
  }

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#lateTimer);
    this.#settled.resolve();
  }

  async #pause({ kind }: EngineFailure): Promise<void> {
    const { retryMilliseconds } = this.#options.limits;
    if (this.#wasReliable()) this.#failuresInARow = 0;
    this.#connectedAt = null;
    const usual = retryMilliseconds[this.#failuresInARow] ?? retryMilliseconds.at(-1) ?? 0;
    const milliseconds = kind === "absent" ? Math.min(usual, ABSENT_MILLISECONDS) : usual;
    this.#failuresInARow += 1;
    this.#retry = Promise.withResolvers();
    const timer = setTimeout(this.#retry.resolve, milliseconds);
    await this.#retry.promise;
    clearTimeout(timer);
  }

  /** One that says who it is and fails each time after that is not asked every second for ever. */
  #wasReliable(): boolean {
    const longest = this.#options.limits.retryMilliseconds.at(-1) ?? 0;
    return this.#connectedAt !== null && performance.now() - this.#connectedAt >= longest;
  }
}
