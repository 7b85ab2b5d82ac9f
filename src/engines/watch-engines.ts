import { HostReader } from "../host/host-reader.ts";
import { absentEngines } from "./absent-engines.ts";
import { ContainerSearch } from "./container-search.ts";
import { distinctEndpoints } from "./distinct-endpoints.ts";
import { EndpointWatch } from "./endpoint-watch.ts";
import {
  containerKey,
  type EngineName,
  type EngineReport,
  type EngineView,
  type EngineWatch,
  type ExecQuestion,
  type SeenContainer,
} from "./engine.ts";
import { ENGINE_LIMITS, type EngineLimits } from "./engine-limits.ts";
import { HOST_ENDPOINTS, userEndpoint, userEndpoints } from "./known-endpoints.ts";
import { mergeEngines, unansweredContainers, unknownContainers } from "./merge-engines.ts";
import { type Endpoint, parseEndpoint } from "./parse-endpoint.ts";
import type { DiskReader } from "./read-json.ts";

/** How often users' new sockets are looked for. */
const LOOK_MILLISECONDS = 5000;

/** Which engines to watch, and how. */
export interface WatchOptions {
  /** Such as `unix:///run/docker.sock`; then these and no others. `null` for the well-known sockets. */
  readonly endpoints: readonly string[] | null;
  /** `false` to ask no engine. */
  readonly enabled: boolean;
  /** Where Docker's files are looked for while it does not answer; by default where it is configured to keep them. */
  readonly dataRoots?: readonly string[];
  /** Reads those files; by default as they are on this host. */
  readonly reader?: DiskReader;
  readonly limits?: Partial<EngineLimits>;
  /** Who asks; by default this process's user. */
  readonly ownUid?: number;
}

/**
 * Watches the engines of this host from now on. Nothing here waits for an engine but {@link EngineWatch.settled}.
 *
 * @throws {Error} With one sentence for a person, if an endpoint is not `unix:///path`.
 */
export function watchEngines(options: WatchOptions): EngineWatch {
  return options.enabled ? new EngineWatches(options) : NO_ENGINES;
}

/** The same in every look: as long as an engine's view is the same object it has no news. */
const NOTHING: EngineView = { reports: [], containers: new Map(), events: [] };

const NO_ENGINES: EngineWatch = {
  view: () => NOTHING,
  isExec: () => null,
  see: () => undefined,
  found: async () => undefined,
  settled: async () => undefined,
  close: () => undefined,
};

/** How many users' containers are remembered, so that what their engines tell of their ends counts. */
const MAX_REMEMBERED = 4096;

class EngineWatches implements EngineWatch {
  readonly #options: WatchOptions;
  readonly #reader: DiskReader;
  readonly #ownUid: number;
  readonly #search: ContainerSearch;
  readonly #timer: NodeJS.Timeout | null;
  /** By URL, the host's first. */
  readonly #watches = new Map<string, EndpointWatch>();
  #seen: readonly SeenContainer[] = [];
  #seenOfUsers = new Set<string>();
  #view: EngineView | null = null;
  #unanswered: readonly SeenContainer[] = [];
  #unknown: readonly SeenContainer[] = [];
  #isSettled = false;

  constructor(options: WatchOptions) {
    const { reader = new HostReader(), endpoints } = options;
    this.#options = options;
    this.#reader = reader;
    this.#ownUid = options.ownUid ?? process.geteuid?.() ?? 0;
    this.#search = new ContainerSearch(reader, () => this.#changed());
    const urls = endpoints ?? HOST_ENDPOINTS.map(({ url }) => url);
    for (const endpoint of distinctEndpoints(urls.map(parseEndpoint), reader)) this.#watch(endpoint, null);
    this.#lookForUsers();
    this.#timer = this.#isNamed ? null : setInterval(() => this.#lookForUsers(), LOOK_MILLISECONDS);
    void this.settled();
  }

  view(): EngineView {
    this.#view ??= this.#newView();
    return this.#view;
  }

  isExec(question: ExecQuestion): boolean | null {
    const engine = this.#engines.find(
      ({ userId, containers }) => userId === null && containers.has(question.containerId),
    );
    return engine?.isExec(question) ?? null;
  }

  see(containers: readonly SeenContainer[]): void {
    if (containers !== this.#seen) {
      this.#seen = containers;
      this.#remember(containers);
      this.#changed();
    }
    this.view();
    // An engine that is about to answer needs no files read.
    if (this.#isSettled) this.#search.want(this.#unknown);
  }

  async found(): Promise<void> {
    const { settleMilliseconds } = { ...ENGINE_LIMITS, ...this.#options.limits };
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, settleMilliseconds);
    await Promise.race([this.#search.idle(), late.promise]);
    clearTimeout(timer);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#engines.map((watch) => watch.settled()));
    this.#isSettled = true;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const watch of this.#engines) watch.close();
  }

  get #engines(): readonly EndpointWatch[] {
    return [...this.#watches.values()];
  }

  /** A person named the engines to ask. */
  get #isNamed(): boolean {
    return this.#options.endpoints !== null;
  }

  #watch(endpoint: Endpoint, userId: number | null): void {
    const { dataRoots = null, limits } = this.#options;
    const watch = new EndpointWatch({
      endpoint,
      isNamed: this.#isNamed,
      userId,
      dataRoots,
      reader: this.#reader,
      limits: { ...ENGINE_LIMITS, ...limits },
      changed: () => this.#changed(),
    });
    this.#watches.set(endpoint.url, watch);
  }

  /** Users come and go, and with them their engines. */
  #lookForUsers(): void {
    if (this.#isNamed) return;
    const there = new Map(userEndpoints(this.#reader, this.#ownUid).map((known) => [known.url, known]));
    for (const [url, watch] of this.#watches) {
      if (watch.userId === null || there.has(url)) continue;
      watch.close();
      this.#watches.delete(url);
      this.#changed();
    }
    for (const { url, userId } of there.values()) {
      if (!this.#watches.has(url)) this.#watch(parseEndpoint(url), userId);
    }
  }

  #newView(): EngineView {
    const engines = this.#engines;
    this.#unanswered = unansweredContainers(this.#seen, engines);
    this.#unknown = unknownContainers(this.#seen, engines);
    const { containers, events } = mergeEngines(engines, this.#search.containers, this.#seenOfUsers);
    const absent = absentEngines(this.#unanswered, (engine, userId) => this.#isMissing(engine, userId));
    return { reports: [...engines.flatMap((watch) => this.#reportOf(watch)), ...absent], containers, events };
  }

  /** Who may not open Podman's directory cannot know whether a socket is in it: that is told only where it matters. */
  #reportOf({ report }: EndpointWatch): readonly EngineReport[] {
    if (report === null) return [];
    const { name, state } = report;
    if (this.#isNamed || name !== "podman" || state !== "denied") return [report];
    return this.#unanswered.some(({ engine, userId }) => engine === name && userId === null) ? [report] : [];
  }

  /** Whether an engine was looked for, and has no socket. */
  #isMissing(engine: EngineName, userId: number | null): boolean {
    if (this.#isNamed) return false;
    if (userId !== null) {
      const mayLook = this.#ownUid === 0 || this.#ownUid === userId;
      return mayLook && !this.#watches.has(userEndpoint(userId, engine));
    }
    const urls = HOST_ENDPOINTS.filter((known) => known.engine === engine).map(({ url }) => url);
    return urls.every((url) => this.#watches.get(url)?.isAbsent ?? true);
  }

  #remember(containers: readonly SeenContainer[]): void {
    if (this.#seenOfUsers.size > MAX_REMEMBERED) this.#seenOfUsers = new Set();
    for (const { id, userId } of containers) {
      if (userId !== null) this.#seenOfUsers.add(containerKey({ id, engine: null, userId }));
    }
  }

  #changed(): void {
    this.#view = null;
  }
}
