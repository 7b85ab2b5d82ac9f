import { processSample } from "./process-sample.ts";
import type { ProcessSample } from "./sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** What is said of each process, from sample to sample: of the many that sleep it is said once. */
export class ProcessSamples {
  #processes: readonly TrackedProcess[] = [];
  #samples: readonly ProcessSample[] = [];
  #places = {};

  /**
   * Another object as soon as some process has come, gone, ended, or is in another control group or other namespaces than
   * before: whatever was made of that is to be made anew.
   */
  get places(): object {
    return this.#places;
  }

  /**
   * In the order of the processes; the same list as before when nothing has changed.
   *
   * @param changed - Those of which something may be new, when the processes are the same as before.
   */
  of(
    processes: readonly TrackedProcess[],
    changed: Iterable<TrackedProcess>,
    pageBytes: number,
  ): readonly ProcessSample[] {
    if (processes !== this.#processes) {
      this.#processes = processes;
      this.#samples = processes.map((process) => processSample(process, pageBytes));
      this.#places = {};
    } else this.#samples = this.#with(changed, pageBytes);
    return this.#samples;
  }

  #with(changed: Iterable<TrackedProcess>, pageBytes: number): readonly ProcessSample[] {
    let samples: ProcessSample[] | null = null;
    for (const process of changed) {
      const before = this.#samples[process.place];
      const now = processSample(process, pageBytes);
      if (now === before || this.#processes[process.place] !== process) continue;
      samples ??= [...this.#samples];
      samples[process.place] = now;
      if (before === undefined || !isInSamePlace(now, before)) this.#places = {};
    }
    return samples ?? this.#samples;
  }
}

function isInSamePlace(now: ProcessSample, before: ProcessSample): boolean {
  return (
    now.namespaces === before.namespaces &&
    now.cgroup === before.cgroup &&
    (now.state === "Z") === (before.state === "Z")
  );
}
