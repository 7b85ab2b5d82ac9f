import { CGROUPFS_READERS } from "./cgroupfs-readers.ts";
import { ENGINE_READERS } from "./engine-readers.ts";
import type { FuzzedReader } from "./fuzzed-reader.ts";
import { PERSON_READERS } from "./person-readers.ts";
import { PROCFS_READERS } from "./procfs-readers.ts";
import { STREAM_READERS } from "./stream-readers.ts";

/** Everything of nstop that reads what others wrote. */
export const EVERY_READER: readonly FuzzedReader[] = [
  ...PROCFS_READERS,
  ...CGROUPFS_READERS,
  ...ENGINE_READERS,
  ...STREAM_READERS,
  ...PERSON_READERS,
];
