import type { EngineFacts } from "../collector/doctor-facts.ts";
import type { EngineName, EngineReport } from "../engines/engine.ts";
import { fine, type Judged, limited, missing, unknown } from "./doctor-check.ts";

const UNNAMED = "names, images, states and ports of its containers";

/** What to do about an engine whose containers run here, and that nobody asks. */
const HOW_TO_ASK: Readonly<Record<EngineName, string>> = {
  docker: "start it, or name its socket with --engine unix:///PATH",
  podman: "systemctl start podman.socket, or name its socket with --engine unix:///PATH",
  containerd: "run nstop as root: their names come from what containerd keeps on disk",
  crio: "run nstop as root: their names come from what CRI-O keeps on disk",
  lxc: "nothing: their cgroups bear their names",
  nspawn: "nothing: their cgroups bear their names",
};

const MOUNT_SOCKET = "-v /run/docker.sock:/run/docker.sock for its container";

/** What cgroups are named by, so that nobody need be asked. */
const NAMED_BY_CGROUP: ReadonlySet<EngineName> = new Set(["lxc", "nspawn"]);

/**
 * What container engines answer, and who has containers here without being asked.
 *
 * @param inContainer - Sockets of the host are there only if they are mounted.
 */
export function examineEngines(facts: EngineFacts, inContainer: boolean): readonly Judged[] {
  const { asked, reports, known, running } = facts;
  if (!asked) return [unknown("engines", "not asked, as --no-engine says")];
  const told = new Set(reports.map(({ name }) => name));
  const others = (Object.keys(running) as EngineName[]).filter((name) => !told.has(name));
  const checks = [
    ...reports.map((report, at) => reportCheck(report, reports.slice(0, at), known[report.name] ?? 0)),
    ...others.map((name) =>
      unaskedCheck(name, running[name] ?? 0, known[name] ?? 0, inContainer ? MOUNT_SOCKET : HOW_TO_ASK[name]),
    ),
    ...environmentCheck(facts),
    ...filesCheck(facts),
  ];
  if (checks.length > 0) return checks;
  const remedy = inContainer ? MOUNT_SOCKET : "name an engine's socket with --engine unix:///PATH";
  return [
    missing("engines", "none of the well-known sockets is there", {
      costs: "nothing as long as no container runs here",
      remedy,
    }),
  ];
}

/** Messages of engines say why, a colon, and what to do. */
function reportCheck(report: EngineReport, before: readonly EngineReport[], known: number): Judged {
  const { endpoint, version, state, message } = report;
  const name = nameOf(report, before);
  if (state === "connected") return fine(name, `${version ?? "connected"}, at ${endpoint}`);
  const [why, remedy] = halves(message ?? state);
  const fromDisk = known === 0 ? "" : `; the names of ${known} come from what it keeps on disk`;
  return missing(name, `${endpoint} ${why}`, { costs: `${UNNAMED}${fromDisk}`, remedy });
}

/** Numbered where several of the name are asked. */
function nameOf({ name }: EngineReport, before: readonly EngineReport[]): string {
  const namesakes = before.filter((other) => other.name === name).length;
  return namesakes === 0 ? name : `${name} (${namesakes + 1})`;
}

function halves(message: string): readonly [why: string, remedy: string | null] {
  const at = message.indexOf(": ");
  return at < 0 ? [message, null] : [message.slice(0, at), message.slice(at + 2)];
}

function unaskedCheck(name: EngineName, running: number, known: number, remedy: string): Judged {
  const containers = running === 1 ? "1 container runs" : `${running} containers run`;
  if (NAMED_BY_CGROUP.has(name)) return fine(name, `${containers} here, named by their cgroups`);
  if (known >= running) return fine(name, `${containers} here, known from what it keeps on disk`);
  return limited(name, `${containers} here, and nobody answers for it`, {
    costs: UNNAMED,
    remedy,
  });
}

/** What was expected to be asked and is not. */
function environmentCheck({ dockerHost, reports }: EngineFacts): readonly Judged[] {
  if (dockerHost === null || reports.some(({ endpoint }) => endpoint === dockerHost)) return [];
  const isHere = dockerHost.startsWith("unix:///");
  return [
    limited("DOCKER_HOST", `${dockerHost}, and not used`, {
      costs: "the containers of that engine, if it is another one",
      remedy: isHere
        ? `nstop --engine ${dockerHost}`
        : "run nstop on that host: engines are asked by sockets only",
    }),
  ];
}

/** Where names come from while Docker is down. */
function filesCheck({ dockerFiles, reports }: EngineFacts): readonly Judged[] {
  const { path, outcome } = dockerFiles;
  if (outcome === "read" || outcome === "gone" || !reports.some(({ name }) => name === "docker")) return [];
  return [
    limited("docker's files", `${path}: ${outcome === "denied" ? "permission denied" : "cannot be read"}`, {
      costs: "names of containers while docker does not answer",
      remedy: "sudo nstop, or CAP_DAC_READ_SEARCH",
    }),
  ];
}
