import type { Found } from "../collector/doctor-facts.ts";
import { probeControlGroups } from "../collector/probe-control-groups.ts";
import { type ProbeEnginesOptions, probeEngines } from "../collector/probe-engines.ts";
import { probeKernel } from "../collector/probe-kernel.ts";
import { probePlace } from "../collector/probe-place.ts";
import { probePrograms } from "../collector/probe-programs.ts";
import { probeRights } from "../collector/probe-rights.ts";
import { probeRuntime } from "../collector/probe-runtime.ts";
import { HOST_PROGRAMS } from "../host/host-programs.ts";
import { HostReader } from "../host/host-reader.ts";
import { type DoctorPart, encodeFindings, type FindingsLine } from "./findings-line.ts";

/**
 * `nstop stream --probe`: looks at what nstop has to do with here, prints a line for each part as soon as it is found,
 * and ends.
 */
export async function runProbes(options: ProbeEnginesOptions): Promise<void> {
  const reader = new HostReader();
  const programs = HOST_PROGRAMS;
  // A sign of life.
  process.stdout.write(encodeFindings({}));
  const own = { path: process.execPath, nodeVersion: process.version };
  // An engine that answers while something else is looked at would be taken for one that does not.
  await print("engines", () => probeEngines(reader, options));
  await Promise.all([
    print("kernel", () => probeKernel(reader)),
    print("controlGroups", () => probeControlGroups(reader)),
    print("place", () => probePlace(reader)),
    print("programs", () => probePrograms(programs)),
    print("runtime", () => probeRuntime(reader, programs, own)),
  ]);
  // Files of other processes can hang; by now all else is printed.
  await print("rights", () => probeRights(reader, programs));
}

async function print<Part extends DoctorPart>(
  part: Part,
  probe: () => Promise<PartFacts<Part>>,
): Promise<void> {
  const line: FindingsLine = { [part]: await found(probe) };
  process.stdout.write(encodeFindings(line));
}

type PartFacts<Part extends DoctorPart> =
  Required<FindingsLine>[Part] extends Found<infer Facts> ? Facts : never;

async function found<Facts>(probe: () => Promise<Facts>): Promise<Found<Facts>> {
  try {
    return { facts: await probe() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
