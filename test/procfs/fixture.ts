import { readFileSync } from "node:fs";
import { decodeText } from "../../src/host/text.ts";

/** Directories of `test/fixtures/`. */
export type FixtureHost = "hybrid-docker" | "v2-docker-cgroupfs" | "v2-docker-systemd";

/** Bytes of one file of a captured host. */
export function fixtureBytes(host: FixtureHost, path: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/${host}${path}`, import.meta.url));
}

/** Text of one file of a captured host, made as the reader of kernel files makes it. */
export function fixtureText(host: FixtureHost, path: string): string {
  return decodeText(fixtureBytes(host, path));
}
