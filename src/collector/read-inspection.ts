import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import { inspectionNodes } from "../engines/inspection.ts";
import { type InspectionRecord, inspectContainer } from "../engines/inspection-record.ts";
import type { DetailContext } from "./detail-context.ts";
import type { DetailRequest, InspectionFacts } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";

/** So long the engine is not asked again: a record is long, and seldom another. */
const MAX_AGE_SECONDS = 3;

/** Reads what engines have on record of containers. */
export class InspectionReader {
  readonly #records = new FreshCache<string, InspectionRecord>();

  /**
   * @param secrets - With the values that may be secrets.
   * @returns `null` where there is no container.
   */
  async read(
    context: DetailContext,
    container: DetailRequest["container"],
    secrets: boolean,
  ): Promise<InspectionFacts | null> {
    if (container === undefined) return null;
    const { id, engine, endpoint, cgroupPath } = container;
    const parentPid = context.processes.find(({ pid }) => pid === context.pid)?.stat.parentPid ?? 0;
    const userId = cgroupUser(cgroupPath);
    const seen = { id, engine, endpoint, userId, cgroupPath, leaderPid: context.pid, parentPid };
    const key = JSON.stringify([id, endpoint, context.pid]);
    const { record, source, message } = await this.#records.get(
      key,
      context.nowSeconds,
      MAX_AGE_SECONDS,
      () => inspectContainer(seen, context.reader),
    );
    return { source, message, ...inspectionNodes(record, secrets) };
  }
}
