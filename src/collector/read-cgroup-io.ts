import { parseBlkio } from "../cgroupfs/blkio.ts";
import { type IoLimit, type IoLimitKind, parseBlkioLimit, parseIoMax } from "../cgroupfs/io-limits.ts";
import { type DeviceIo, parseIoOperations, parseIoStat, totalIo } from "../cgroupfs/io-stat.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import type { CgroupDirectories, CgroupSample, IoLimitSample } from "./sample.ts";

type Io = CgroupSample["io"];

/** v1 has a file for each kind of limit. */
const BLKIO_LIMITS: readonly (readonly [file: string, kind: IoLimitKind])[] = [
  ["blkio.throttle.read_bps_device", "readBytesPerSecond"],
  ["blkio.throttle.write_bps_device", "writeBytesPerSecond"],
  ["blkio.throttle.read_iops_device", "readsPerSecond"],
  ["blkio.throttle.write_iops_device", "writesPerSecond"],
];

/**
 * Reads what went through the block layer, and the limits on that: those only of a cgroup that has done some since it was last
 * read, since most have not and the rest is not held back.
 *
 * @param nameOf - Name of a device, as `8:0`.
 */
export function readIo(
  files: CgroupFiles,
  directories: CgroupDirectories,
  nameOf: (device: string) => string | null,
): Io {
  const devices = readDevices(files, directories);
  if (devices === null) return null;
  const total = totalIo(devices);
  if (!hasDoneMore(files.last?.io ?? null, total)) return { ...total, limits: [] };
  return {
    ...total,
    limits: limitSamples(files, directories, readIoLimits(files, directories), devices, nameOf),
  };
}

/** Since it was made, when it is read for the first time. One that was found to have a limit is asked for it again. */
function hasDoneMore(before: Io, { readBytes, writeBytes }: Omit<DeviceIo, "device">): boolean {
  if (before !== null && before.limits.length > 0) return true;
  return readBytes > (before?.readBytes ?? 0) || writeBytes > (before?.writeBytes ?? 0);
}

/**
 * As {@link readIo}, of a cgroup around others: only what there is a limit on is of interest, and nothing is counted without one. In v1 a
 * limit holds for the processes of its own cgroup and for none below it.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html#hierarchical-cgroups
 */
export function readLimitedIo(
  files: CgroupFiles,
  directories: CgroupDirectories,
  nameOf: (device: string) => string | null,
): Io {
  if (directories.blkio !== undefined) return null;
  const limits = readIoLimits(files, directories);
  const devices = limits.length === 0 ? null : readDevices(files, directories);
  if (devices === null) return null;
  return { ...totalIo(devices), limits: limitSamples(files, directories, limits, devices, nameOf) };
}

function readDevices(files: CgroupFiles, { blkio, unified }: CgroupDirectories): readonly DeviceIo[] | null {
  if (blkio !== undefined) return readBlkio(files, blkio, "blkio.throttle.io_service_bytes");
  return unified === undefined ? null : files.counter(unified, "io.stat", parseIoStat);
}

/** Only the file of the first name counts the cgroups below it; kernels before 5.3 do not have it. */
function readBlkio(files: CgroupFiles, directory: string, name: string): readonly DeviceIo[] | null {
  return (
    files.counter(directory, `${name}_recursive`, parseBlkio) ?? files.counter(directory, name, parseBlkio)
  );
}

function readIoLimits(files: CgroupFiles, { blkio, unified }: CgroupDirectories): readonly IoLimit[] {
  if (blkio === undefined) {
    return unified === undefined ? [] : (files.limit(unified, "io.max", parseIoMax) ?? []);
  }
  return BLKIO_LIMITS.flatMap(
    ([file, kind]) => files.limit(blkio, file, (text) => parseBlkioLimit(text, kind)) ?? [],
  );
}

function limitSamples(
  files: CgroupFiles,
  directories: CgroupDirectories,
  limits: readonly IoLimit[],
  devices: readonly DeviceIo[],
  nameOf: (device: string) => string | null,
): readonly IoLimitSample[] {
  if (limits.length === 0) return [];
  const bytes = new Map(devices.map((each) => [each.device, each]));
  const needsOperations = limits.some(({ kind }) => kind === "readsPerSecond" || kind === "writesPerSecond");
  const operations = new Map(needsOperations ? readOperations(files, directories) : []);
  return limits.map((limit) => {
    const counted = { ...bytes.get(limit.device), ...operations.get(limit.device) };
    return { ...limit, name: nameOf(limit.device), done: counted[COUNTERS[limit.kind]] ?? 0 };
  });
}

const COUNTERS = {
  readBytesPerSecond: "readBytes",
  writeBytesPerSecond: "writeBytes",
  readsPerSecond: "reads",
  writesPerSecond: "writes",
} as const satisfies Readonly<Record<IoLimitKind, string>>;

/** The kernel prints operations like bytes. */
function readOperations(
  files: CgroupFiles,
  { blkio, unified }: CgroupDirectories,
): readonly (readonly [device: string, { readonly reads: number; readonly writes: number }])[] {
  if (blkio !== undefined) {
    const counted = readBlkio(files, blkio, "blkio.throttle.io_serviced") ?? [];
    return counted.map(({ device, readBytes, writeBytes }) => [
      device,
      { reads: readBytes, writes: writeBytes },
    ]);
  }
  const counted = unified === undefined ? [] : (files.counter(unified, "io.stat", parseIoOperations) ?? []);
  return counted.map(({ device, reads, writes }) => [device, { reads, writes }]);
}
