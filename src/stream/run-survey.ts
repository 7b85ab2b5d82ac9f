import { type HostSurvey, surveyHost } from "../collector/survey-host.ts";
import type { EngineWatch } from "../engines/engine.ts";
import { HOST_PROGRAMS } from "../host/host-programs.ts";
import { HostReader } from "../host/host-reader.ts";
import { structureOf } from "../model/structure.ts";
import { encodeSurvey, type SurveyLine } from "./survey-line.ts";

/** `lsns` takes a tenth of a second for so many processes, and fifty times that for ten times as many. */
const RELATIONS_UP_TO = 1_000;

/** To look at what so many processes have open takes a seventh of a second. */
const DESCRIPTORS_UP_TO = 3_000;

export interface RunSurveyOptions {
  /** Ask `lsns` for owners and parents even where that takes seconds. */
  readonly relations: boolean;
  /** Look at every descriptor even where that takes seconds. */
  readonly descriptors: boolean;
  /** Sockets of the engines to ask; `null`: the well-known ones. */
  readonly endpoints: readonly string[] | null;
  /** Ask engines at all. */
  readonly engines: boolean;
}

/**
 * `nstop stream --survey`: looks at the host once, prints what it found and ends.
 *
 * @throws {Error} If the host cannot be looked at.
 */
export async function runSurvey(options: RunSurveyOptions): Promise<void> {
  // An engine that answers while the host is read would be taken for one that does not.
  const watch = options.engines ? await askEngines(options) : null;
  const reader = new HostReader();
  const survey = await surveyHost({
    reader,
    programs: HOST_PROGRAMS,
    relationsUpTo: options.relations ? Number.POSITIVE_INFINITY : RELATIONS_UP_TO,
    descriptorsUpTo: options.descriptors ? Number.POSITIVE_INFINITY : DESCRIPTORS_UP_TO,
  });
  const engines = watch === null ? NO_ENGINES : await engineSurvey(watch, survey);
  process.stdout.write(encodeSurvey({ ...survey, engines }));
}

const NO_ENGINES: SurveyLine["engines"] = { reports: [], containers: [] };

/** What the engines said, and what was found of containers that none of them answers for. */
async function engineSurvey(watch: EngineWatch, survey: HostSurvey): Promise<SurveyLine["engines"]> {
  watch.see(structureOf({ ...survey, engines: watch.view() }, null).containers);
  await watch.found();
  const { reports, containers } = watch.view();
  watch.close();
  return { reports, containers: [...containers.values()] };
}

/** Whoever asks no engine does not load what asks them: that takes as long as to read a thousand processes. */
async function askEngines({ endpoints }: RunSurveyOptions): Promise<EngineWatch> {
  const { watchEngines } = await import("../engines/watch-engines.ts");
  const watch = watchEngines({ endpoints, enabled: true });
  await watch.settled();
  return watch;
}
