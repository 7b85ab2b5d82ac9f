import type { HostReader } from "../host/host-reader.ts";
import { KeptTexts } from "../host/kept-texts.ts";
import type { IssueLog } from "./issue-log.ts";
import { readHost } from "./read-host.ts";
import { type MachineUnits, readMachineUnits } from "./read-machine-units.ts";
import { readNamespaceLimits } from "./read-namespace-limits.ts";
import type { HostSample } from "./sample.ts";

/** Asks what does not change about the machine; slow. */
export type DescribeHost = () => Promise<HostSample["description"]>;

/** Whoever takes a sample or two does not wait for it. */
const DESCRIBE_AFTER_SECONDS = 2;

/** A limit is an administrator's: it changes seldom. */
const LIMITS_SECONDS = 30;

/** The machine as a whole: what is read in every sample, and what is asked once. */
export class HostWatch {
  readonly #reader: HostReader;
  readonly #files: KeptTexts;
  readonly #issues: IssueLog;
  readonly #units: MachineUnits;
  #describe: DescribeHost | null;
  #description: HostSample["description"] = null;
  #firstSeconds: number | null = null;
  #limits: { readonly namespaces: HostSample["namespaceLimits"]; readonly atSeconds: number } | null = null;

  /** @param describe - Asked some time after the first sample; `null`: not at all. */
  constructor(reader: HostReader, issues: IssueLog, describe: DescribeHost | null) {
    this.#reader = reader;
    this.#files = new KeptTexts(reader);
    this.#issues = issues;
    this.#describe = describe;
    this.#units = readMachineUnits(reader, issues);
  }

  /** Units that the kernel's figures are in. */
  get units(): MachineUnits {
    return this.#units;
  }

  /** Reads the host. */
  read(nowSeconds: number, cgroupVersion: HostSample["cgroupVersion"]): HostSample {
    this.#firstSeconds ??= nowSeconds;
    if (nowSeconds - this.#firstSeconds >= DESCRIBE_AFTER_SECONDS) void this.#describeOnce();
    return {
      ...readHost(this.#files, this.#issues),
      ...this.#units,
      cgroupVersion,
      namespaceLimits: this.#namespaceLimits(nowSeconds),
      description: this.#description,
    };
  }

  /** Gives all descriptors back. */
  close(): void {
    this.#files.close();
  }

  #namespaceLimits(nowSeconds: number): HostSample["namespaceLimits"] {
    if (this.#limits === null || nowSeconds - this.#limits.atSeconds >= LIMITS_SECONDS) {
      const namespaces = readNamespaceLimits(this.#reader, this.#issues);
      this.#limits = { namespaces, atSeconds: nowSeconds };
    }
    return this.#limits.namespaces;
  }

  async #describeOnce(): Promise<void> {
    const describe = this.#describe;
    this.#describe = null;
    if (describe === null) return;
    try {
      this.#description = await describe();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#issues.add("failed", "systeminformation", `The machine is not described: ${reason}.`);
    }
  }
}
