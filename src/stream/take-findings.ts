import type { DoctorFindings } from "../collector/doctor-facts.ts";
import { HostReader } from "../host/host-reader.ts";
import { visible } from "../host/text.ts";
import { DOCTOR_PARTS, decodeFindings, type FindingsLine } from "./findings-line.ts";
import { findHungFile } from "./hung-file.ts";
import { SAMPLER_LIMITS } from "./sampler-limits.ts";
import { SamplerProcess } from "./sampler-process.ts";

/** How long nothing may be heard, in milliseconds. */
export interface Patience {
  /** Before the first line: on a host that can hardly breathe a program takes its time to start. */
  readonly start: number;
  /** After each line. Engines are given 6 s at most; all the rest takes a second, unless something hangs. */
  readonly line: number;
}

const PATIENCE: Patience = { start: 45_000, line: 20_000 };

/**
 * Has a process of its own look at what nstop has to do with here, and waits until it has found everything, but
 * not for ever: what it has not found by then is not known, and why.
 *
 * @param command - Absolute path and arguments of the program: `nstop stream --probe …`.
 */
export async function takeFindings(
  command: readonly string[],
  patience: Patience = PATIENCE,
): Promise<DoctorFindings> {
  const done = Promise.withResolvers<string>();
  let found: FindingsLine = {};
  const prober = new SamplerProcess(command, SAMPLER_LIMITS.maxLineBytes, {
    onLine: (text) => {
      found = { ...found, ...decodeFindings(text) };
      if (DOCTOR_PARTS.every((part) => part in found)) done.resolve("");
      clearTimeout(timeout);
      timeout = giveUpAfter(patience.line);
    },
    onEnd: (reason) => done.resolve(`the process that looks for it ended: ${reason}`),
  });
  const giveUpAfter = (milliseconds: number) =>
    setTimeout(() => done.resolve(silence(prober, milliseconds)), milliseconds);
  let timeout = giveUpAfter(patience.start);
  const failure = await done.promise;
  clearTimeout(timeout);
  prober.kill();
  return { ...allFailed(failure), ...found };
}

function silence({ pid }: SamplerProcess, milliseconds: number): string {
  const file = pid === null ? null : findHungFile(pid, new HostReader());
  const reason = file === null ? "" : `, it hangs on ${visible(file)}`;
  return `not found out within ${milliseconds / 1000} s${reason}`;
}

function allFailed(failure: string): DoctorFindings {
  const found = { failure };
  return {
    kernel: found,
    controlGroups: found,
    place: found,
    programs: found,
    engines: found,
    runtime: found,
    rights: found,
  };
}
