import type { RuntimeFacts } from "../collector/doctor-facts.ts";
import { fine, type Judged, limited, unknown } from "./doctor-check.ts";

/** As `engines` of package.json says. */
const LEAST_NODE = [22, 12] as const;

/** Both processes of the live view, with a host of thousands of processes. */
const WANTED_BYTES = 200 * 1024 * 1024;

/** Of a process its stat line and its run time are kept open. */
const FILES_A_PROCESS = 2;

/** What runs nstop, and whether it has enough. */
export function examineRuntime(facts: RuntimeFacts): readonly Judged[] {
  return [runtimeCheck(facts), filesCheck(facts), memoryCheck(facts)];
}

function runtimeCheck({ runtime, path, nodeVersion }: RuntimeFacts): Judged {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
  const found = `${runtime}, ${path}`;
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return fine("runtime", found);
  return limited("runtime", found, {
    costs: "nstop may fail in ways that nobody has seen",
    remedy: `Node ${LEAST_NODE.join(".")} or later`,
  });
}

function filesCheck({ openFiles, keptFiles, processes }: RuntimeFacts): Judged {
  const name = "open files";
  if (openFiles === null || processes === null) return unknown(name, "the limit is not known");
  const found = `${openFiles.soft} at most, ${keptFiles} of them kept open; ${processes} processes here`;
  if (keptFiles >= processes * FILES_A_PROCESS) return fine(name, found);
  return limited(name, found, {
    costs: "some of nstop's own CPU time: it opens files anew for every reading",
    remedy: `ulimit -n ${processes * FILES_A_PROCESS * 2} before it is started`,
  });
}

function memoryCheck({ availableBytes }: RuntimeFacts): Judged {
  if (availableBytes === null) return unknown("free memory", "what is left of it is not known");
  const found = `${Math.round(availableBytes / 1024 / 1024)} MiB on the host`;
  if (availableBytes >= WANTED_BYTES) return fine("free memory", found);
  return limited("free memory", found, {
    costs: "a live view that is slow, or killed: it wants some 150 MiB",
    remedy: "nstop list, which takes less for a moment only",
  });
}
