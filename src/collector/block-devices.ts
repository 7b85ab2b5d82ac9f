import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";

/** So many names are remembered. */
const MAX_NAMES = 256;

/** What block devices are called. */
export class BlockDevices {
  readonly #reader: HostReader;
  readonly #names = new Map<string, string | null>();

  constructor(reader: HostReader) {
    this.#reader = reader;
  }

  /**
   * Such as `sda`; `null` when it is gone or not to be seen.
   *
   * @param device - As `8:0`.
   */
  nameOf(device: string): string | null {
    const known = this.#names.get(device);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_NAMES) this.#names.clear();
    const name = this.#read(device);
    this.#names.set(device, name);
    return name;
  }

  #read(device: string): string | null {
    try {
      return this.#reader.readLink(`/sys/dev/block/${device}`).split("/").at(-1) ?? null;
    } catch (error) {
      if (error instanceof ReadFailure) return null;
      throw error;
    }
  }
}
