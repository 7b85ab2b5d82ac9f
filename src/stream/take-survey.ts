import type { NamespaceSurvey } from "../collector/namespace-survey.ts";
import type { Sample } from "../collector/sample.ts";
import { containerKey, type EngineView } from "../engines/engine.ts";
import { HostReader } from "../host/host-reader.ts";
import { visible } from "../host/text.ts";
import { findHungFile } from "./hung-file.ts";
import { SAMPLER_LIMITS } from "./sampler-limits.ts";
import { SamplerProcess } from "./sampler-process.ts";
import { decodeSurvey, type SurveyLine } from "./survey-line.ts";

/** How long one may take on a host that can hardly breathe. */
const DEADLINE_MILLISECONDS = 60_000;

/**
 * Looks at the host once, by a sampler that does nothing else.
 *
 * @param command - Absolute path and arguments of the program: `nstop stream --survey …`.
 * @throws {Error} If it does not do its work; the message says why.
 */
export async function takeSurvey(
  command: readonly string[],
): Promise<{ readonly sample: Sample; readonly survey: NamespaceSurvey }> {
  const { namespaces, engines, ...found } = await runSampler(command);
  const sample = { ...NOTHING_COUNTED, ...found, engines: engineView(engines) };
  return { sample, survey: { namespaces, progress: 1 } };
}

/** What a sample has that a survey does not look for. */
const NOTHING_COUNTED = {
  monotonicSeconds: 0,
  ownPid: null,
  cgroups: new Map(),
  cgroupsAround: new Map(),
  oomKills: [],
  networks: new Map(),
  execs: new Map(),
} as const satisfies Partial<Sample>;

function engineView({ reports, containers }: SurveyLine["engines"]): EngineView {
  const byId = new Map(containers.map((container) => [containerKey(container), container]));
  return { reports, containers: byId, events: [] };
}

/** Waits for its one line, and for nothing more of it. */
function runSampler(command: readonly string[]): Promise<SurveyLine> {
  const { promise, resolve, reject } = Promise.withResolvers<SurveyLine>();
  const sampler = new SamplerProcess(command, SAMPLER_LIMITS.maxLineBytes, {
    onLine: (text) => resolve(decodeSurvey(text)),
    onEnd: (reason) => reject(new Error(`the sampler ended: ${reason}`)),
  });
  const timeout = setTimeout(() => reject(new Error(silence(sampler))), DEADLINE_MILLISECONDS);
  return promise.finally(() => {
    clearTimeout(timeout);
    sampler.kill();
  });
}

function silence({ pid }: SamplerProcess): string {
  const file = pid === null ? null : findHungFile(pid, new HostReader());
  const reason = file === null ? "" : `: it hangs on ${visible(file)}`;
  return `the sampler has not answered for ${DEADLINE_MILLISECONDS / 1000} s${reason}`;
}
