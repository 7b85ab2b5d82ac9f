import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { NetDev } from "../procfs/net-dev.ts";

const SYSFS = "/sys/class/net";

/** Interfaces may be added under an old name; so long nstop may take a new one for what the old one was. */
const KNOWN_FOR_SAMPLES = 10;

/**
 * Tells which of the host's interfaces lead out of the machine: the traffic of bridges and `veth` pairs is
 * that of others, counted again.
 */
export class OutwardInterfaces {
  readonly #reader: HostReader;
  #known = new Map<string, boolean>();
  #samples = 0;

  constructor(reader: HostReader) {
    this.#reader = reader;
  }

  /**
   * Those that a device stands behind; where none has one (the host is itself a container) all that are not
   * loopback, `veth` or bridge.
   */
  of(interfaces: readonly NetDev[]): readonly NetDev[] {
    this.#samples += 1;
    if (this.#samples % KNOWN_FOR_SAMPLES === 0) this.#known.clear();
    const withDevice = interfaces.filter(({ name }) => this.#has(name, "device"));
    if (withDevice.length > 0) return withDevice;
    return interfaces.filter(
      ({ name }) => name !== "lo" && !name.startsWith("veth") && !this.#has(name, "bridge"),
    );
  }

  /** Whether sysfs has `entry` of an interface. */
  #has(name: string, entry: "device" | "bridge"): boolean {
    const path = `${SYSFS}/${name}/${entry}`;
    let known = this.#known.get(path);
    if (known === undefined) {
      known = this.#exists(path);
      this.#known.set(path, known);
    }
    return known;
  }

  #exists(path: string): boolean {
    try {
      return this.#reader.list(path).length > 0;
    } catch (error) {
      if (error instanceof ReadFailure) return false;
      throw error;
    }
  }
}
