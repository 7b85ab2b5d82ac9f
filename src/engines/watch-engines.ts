import { HostReader } from "../host/host-reader.ts";
import { distinctEndpoints } from "./distinct-endpoints.ts";
import { EndpointWatch } from "./endpoint-watch.ts";
import type { EngineView, EngineWatch } from "./engine.ts";
import { ENGINE_LIMITS, type EngineLimits } from "./engine-limits.ts";
import { parseEndpoint } from "./parse-endpoint.ts";

/** Where an engine listens unless it was told otherwise. */
const WELL_KNOWN_ENDPOINTS = ["unix:///run/docker.sock", "unix:///var/run/docker.sock"];

/** Which engines to watch, and how. */
export interface WatchOptions {
  /** Such as `unix:///run/docker.sock`; then these and no others. `null` for the well-known sockets. */
  readonly endpoints: readonly string[] | null;
  /** `false` to ask no engine. */
  readonly enabled: boolean;
  /** Where Docker's files are looked for while it does not answer; by default where it is configured to keep them. */
  readonly dataRoots?: readonly string[];
  /** Reads those files; by default as they are on this host. */
  readonly reader?: Pick<HostReader, "list" | "readLink" | "readPatiently">;
  readonly limits?: Partial<EngineLimits>;
}

/**
 * Watches the engines of this host from now on. Nothing here waits for an engine but {@link EngineWatch.settled}.
 *
 * @throws {Error} With one sentence for a person, if an endpoint is not `unix:///path`.
 */
export function watchEngines(options: WatchOptions): EngineWatch {
  let view: EngineView | null = null;
  const watches = options.enabled
    ? watchEndpoints(options, () => {
        view = null;
      })
    : [];
  return {
    view: () => {
      view ??= viewOf(watches);
      return view;
    },
    isExec: (question) =>
      watches.find(({ containers }) => containers.has(question.containerId))?.isExec(question) ?? null,
    settled: async () => {
      await Promise.all(watches.map((watch) => watch.settled()));
    },
    close: () => {
      for (const watch of watches) watch.close();
    },
  };
}

function watchEndpoints(options: WatchOptions, changed: () => void): readonly EndpointWatch[] {
  const { endpoints, dataRoots = null, reader = new HostReader() } = options;
  const limits = { ...ENGINE_LIMITS, ...options.limits };
  const isNamed = endpoints !== null;
  const parsed = (endpoints ?? WELL_KNOWN_ENDPOINTS).map(parseEndpoint);
  return distinctEndpoints(parsed, reader).map(
    (endpoint) => new EndpointWatch({ endpoint, isNamed, dataRoots, reader, limits, changed }),
  );
}

/** An engine that answers knows its containers better than the files that another one's silence had read. */
function viewOf(watches: readonly EndpointWatch[]): EngineView {
  const answering = watches.filter(({ report }) => report?.state === "connected");
  const silent = watches.filter(({ report }) => report?.state !== "connected");
  return {
    reports: watches.flatMap(({ report }) => report ?? []),
    containers: new Map([...silent, ...answering].flatMap(({ containers }) => [...containers])),
    events: watches.flatMap(({ events }) => events),
  };
}
