import type { ProcessSample } from "../collector/sample.ts";
import type { HostSurvey } from "../collector/survey-host.ts";
import type { EngineContainer, EngineReport } from "../engines/engine.ts";
import { exactJson } from "./exact-json.ts";

/** What a sampler that surveys says: one line. */
export interface SurveyLine extends HostSurvey {
  readonly engines: {
    readonly reports: readonly EngineReport[];
    readonly containers: readonly EngineContainer[];
  };
}

/** Most processes are in the same namespaces and cgroups as others: each of these is sent once. */
interface PackedLine extends Omit<SurveyLine, "processes"> {
  readonly sets: readonly ProcessSample["namespaces"][];
  readonly cgroups: readonly ProcessSample["cgroup"][];
  /** With places in these lists. */
  readonly processes: readonly PackedProcess[];
}

interface PackedProcess extends Omit<ProcessSample, "namespaces" | "cgroup"> {
  readonly namespaces: number;
  readonly cgroup: number;
}

/** One line of JSON, line feed included. */
export function encodeSurvey(line: SurveyLine): string {
  const sets = new Places<ProcessSample["namespaces"]>();
  const cgroups = new Places<ProcessSample["cgroup"]>();
  const processes = line.processes.map((process) => ({
    ...process,
    namespaces: sets.of(process.namespaces),
    cgroup: cgroups.of(process.cgroup),
  }));
  const packed: PackedLine = { ...line, sets: sets.all, cgroups: cgroups.all, processes };
  return `${exactJson(packed)}\n`;
}

/**
 * Reads what {@link encodeSurvey} made; the program at the other end is this same one, so that only what tells its line from
 * anything else is checked.
 *
 * @throws {SyntaxError} If it is no such line.
 */
export function decodeSurvey(text: string): SurveyLine {
  const packed: unknown = JSON.parse(text);
  if (!isPackedLine(packed)) throw new SyntaxError("no survey of the host");
  const { sets, cgroups, ...line } = packed;
  const processes = line.processes.map((process) => {
    const namespaces = sets[process.namespaces];
    if (namespaces === undefined) throw new SyntaxError(`there is no set ${process.namespaces}`);
    return { ...process, namespaces, cgroup: cgroups[process.cgroup] ?? null };
  });
  return { ...line, processes };
}

function isPackedLine(line: unknown): line is PackedLine {
  if (typeof line !== "object" || line === null) return false;
  const fields = new Map<string, unknown>(Object.entries(line));
  const isList = (name: string) => Array.isArray(fields.get(name));
  const processes = fields.get("processes");
  return isList("sets") && isList("cgroups") && Array.isArray(processes) && processes.every(isPackedProcess);
}

function isPackedProcess(process: unknown): process is PackedProcess {
  if (typeof process !== "object" || process === null) return false;
  const fields = new Map<string, unknown>(Object.entries(process));
  return Number.isInteger(fields.get("namespaces")) && Number.isInteger(fields.get("cgroup"));
}

/** Gives each thing the place at which it is first met. */
class Places<Thing> {
  readonly all: Thing[] = [];
  readonly #places = new Map<Thing, number>();

  of(thing: Thing): number {
    const known = this.#places.get(thing);
    if (known !== undefined) return known;
    this.#places.set(thing, this.all.length);
    this.all.push(thing);
    return this.all.length - 1;
  }
}
