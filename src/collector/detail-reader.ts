import type { DetailContext } from "./detail-context.ts";
import type { DetailPart, DetailRequest, DetailSample } from "./detail-sample.ts";
import { CgroupFactsReader } from "./read-cgroup-facts.ts";
import { CgroupRootReader } from "./read-cgroup-roots.ts";
import { readClocks } from "./read-clocks.ts";
import { readEnvironment } from "./read-environment.ts";
import { InspectionReader } from "./read-inspection.ts";
import { InterfaceReader } from "./read-interfaces.ts";
import { IpcReader } from "./read-ipc.ts";
import { readMounts } from "./read-mounts.ts";
import { NamespaceSurveyReader } from "./read-namespace-survey.ts";
import { NetworkMapReader } from "./read-network-map.ts";
import { readProcessPage } from "./read-process-page.ts";
import { ProcessReader } from "./read-processes.ts";
import { readRoutes } from "./read-routes.ts";
import { readSecurity } from "./read-security.ts";
import { SocketReader } from "./read-sockets.ts";
import { UserReader } from "./read-users.ts";
import { UtsReader } from "./read-uts.ts";
import type { TrackedProcess } from "./tracked-process.ts";

type Parts = { readonly [Part in DetailPart]: () => DetailSample[Part] | Promise<DetailSample[Part]> };

/** Reads the parts of drill-downs, and keeps what is slow to tell. */
export class DetailReader {
  readonly #processes = new ProcessReader();
  readonly #uts = new UtsReader();
  readonly #interfaces = new InterfaceReader();
  readonly #sockets = new SocketReader();
  readonly #users = new UserReader();
  readonly #ipc = new IpcReader();
  readonly #cgroup = new CgroupFactsReader();
  readonly #cgroupRoots = new CgroupRootReader();
  readonly #networkMap = new NetworkMapReader();
  readonly #inspection = new InspectionReader();
  readonly #namespaces = new NamespaceSurveyReader();

  /**
   * Reads the parts that are asked for.
   *
   * @param processes - Those of the request that are alive.
   */
  async read(
    context: DetailContext,
    request: DetailRequest,
    processes: readonly TrackedProcess[],
  ): Promise<Omit<DetailSample, "monotonicSeconds" | "issues">> {
    const parts: Parts = {
      processes: () => this.#processes.read(context, processes),
      mounts: () => readMounts(context),
      uts: () => this.#uts.read(context),
      interfaces: () => this.#interfaces.read(context),
      routes: () => readRoutes(context),
      sockets: () => this.#sockets.read(context, request.pids),
      users: () => this.#users.read(context),
      process: () => readProcessPage(context),
      environment: () => readEnvironment(context),
      namespaces: () => this.#namespaces.read(context),
      ipc: () => this.#ipc.read(context),
      clocks: () => readClocks(context),
      cgroupRoots: () => this.#cgroupRoots.read(context),
      security: () => readSecurity(context),
      cgroup: () => this.#cgroup.read(context),
      networkMap: () => this.#networkMap.read(context),
      inspection: () => this.#inspection.read(context, request.container, false),
      inspectionSecrets: () => this.#inspection.read(context, request.container, true),
    };
    const entries = request.parts.map(async (part) => [part, await parts[part]()] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}
