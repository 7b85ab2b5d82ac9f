import { parseBlkio } from "../cgroupfs/blkio.ts";
import { parseDeviceNumbers } from "../cgroupfs/device-numbers.ts";
import { type IoLimit, type IoLimitKind, parseBlkioLimit, parseIoMax } from "../cgroupfs/io-limits.ts";
import { type DeviceIo, type DeviceOperations, parseIoOperations, parseIoStat } from "../cgroupfs/io-stat.ts";
import { type IoWeight, parseIoWeight } from "../cgroupfs/io-weight.ts";
import type { DeviceFacts, DeviceLimit, IoFacts, LevelPlace } from "./cgroup-facts.ts";
import type { ReadFile } from "./read-file.ts";

/**
 * Reads what a cgroup does to block devices, and what it may.
 *
 * @param places - Its own and those around it.
 * @param nameOf - Name of a device, as `8:0`.
 * @returns `null` when nothing of it is known.
 */
export function readIoFacts(
  read: ReadFile,
  places: readonly LevelPlace[],
  nameOf: (device: string) => string | null,
): IoFacts | null {
  const [place] = places;
  if (place === undefined) return null;
  const uses = place.version === "v1" ? readBlkio(read, place.directory) : readIoStat(read, place.directory);
  const { weightFile, weight } = readWeight(read, place);
  // v1 does not hold a cgroup to the limits of those around it.
  const limits = tightest(place.version === "v1" ? readThrottles(read, place) : readIoMax(read, places));
  if (uses === null && weight === null && limits.size === 0) return null;
  const numbers = new Set([...(uses?.keys() ?? []), ...limits.keys(), ...(weight?.devices.keys() ?? [])]);
  const devices = [...numbers].map((number) => ({
    number,
    name: nameOf(number),
    ...(uses?.get(number) ?? UNUSED),
    weight: weight?.devices.get(number) ?? null,
    limits: [...(limits.get(number)?.values() ?? [])],
  }));
  return { ...place, weight: weight?.weight ?? null, weightFile, devices };
}

type Use = Pick<DeviceFacts, "readBytes" | "writeBytes" | "reads" | "writes">;

/** The kernel lists no device that was never used. */
const UNUSED: Use = { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 };

function readIoStat(read: ReadFile, directory: string): ReadonlyMap<string, Use> | null {
  const path = `${directory}/io.stat`;
  const bytes = read(path, parseIoStat);
  return bytes && uses(bytes, read(path, parseIoOperations) ?? []);
}

/** The kernel prints operations like bytes. */
function readBlkio(read: ReadFile, directory: string): ReadonlyMap<string, Use> | null {
  const bytes = readRecursive(read, `${directory}/blkio.throttle.io_service_bytes`);
  const operations = readRecursive(read, `${directory}/blkio.throttle.io_serviced`) ?? [];
  return (
    bytes &&
    uses(
      bytes,
      operations.map(({ device, readBytes, writeBytes }) => ({
        device,
        reads: readBytes,
        writes: writeBytes,
      })),
    )
  );
}

/** Only this file counts the cgroups below as well; kernels before 5.3 do not have it. */
function readRecursive(read: ReadFile, path: string): readonly DeviceIo[] | null {
  return read(`${path}_recursive`, parseBlkio) ?? read(path, parseBlkio);
}

function uses(bytes: readonly DeviceIo[], operations: readonly DeviceOperations[]): ReadonlyMap<string, Use> {
  const counted = new Map(operations.map((each) => [each.device, each]));
  return new Map(
    bytes.map(({ device, readBytes, writeBytes }) => {
      const { reads = null, writes = null } = counted.get(device) ?? {};
      return [device, { readBytes, writeBytes, reads, writes }];
    }),
  );
}

/** The scheduler of most kernels comes first: of the others' files only one is there. */
const WEIGHT_FILES = {
  v1: ["blkio.weight", "blkio.bfq.weight"],
  v2: ["io.weight", "io.bfq.weight"],
} as const;

function readWeight(
  read: ReadFile,
  { directory, version }: LevelPlace,
): { readonly weightFile: IoFacts["weightFile"]; readonly weight: IoWeight | null } {
  for (const weightFile of WEIGHT_FILES[version]) {
    const weight = read(`${directory}/${weightFile}`, parseIoWeight);
    if (weight === null) continue;
    if (version === "v2") return { weightFile, weight };
    // v1 has a file of its own for the devices of another weight.
    const devices = read(`${directory}/${weightFile}_device`, parseDeviceNumbers);
    return { weightFile, weight: { ...weight, devices: devices ?? weight.devices } };
  }
  return { weightFile: null, weight: null };
}

interface LimitOfDevice extends DeviceLimit {
  readonly device: string;
}

function readIoMax(read: ReadFile, places: readonly LevelPlace[]): readonly LimitOfDevice[] {
  return places.flatMap((place) => {
    const path = `${place.directory}/io.max`;
    return (read(path, parseIoMax) ?? []).map((limit) => limitIn(path, limit, place));
  });
}

const THROTTLE_FILES: readonly (readonly [file: string, kind: IoLimitKind])[] = [
  ["blkio.throttle.read_bps_device", "readBytesPerSecond"],
  ["blkio.throttle.write_bps_device", "writeBytesPerSecond"],
  ["blkio.throttle.read_iops_device", "readsPerSecond"],
  ["blkio.throttle.write_iops_device", "writesPerSecond"],
];

function readThrottles(read: ReadFile, place: LevelPlace): readonly LimitOfDevice[] {
  return THROTTLE_FILES.flatMap(([file, kind]) => {
    const path = `${place.directory}/${file}`;
    const limits = read(path, (text) => parseBlkioLimit(text, kind)) ?? [];
    return limits.map((limit) => limitIn(path, limit, place));
  });
}

function limitIn(path: string, { device, kind, perSecond }: IoLimit, { isOwn }: LevelPlace): LimitOfDevice {
  return { device, kind, value: perSecond, path, isOwn };
}

/** Of each device and kind the lowest, the innermost of those that are equal. */
function tightest(
  limits: readonly LimitOfDevice[],
): ReadonlyMap<string, ReadonlyMap<IoLimitKind, DeviceLimit>> {
  const devices = new Map<string, Map<IoLimitKind, DeviceLimit>>();
  for (const { device, ...limit } of limits) {
    const kinds = devices.get(device) ?? new Map<IoLimitKind, DeviceLimit>();
    if (limit.value < (kinds.get(limit.kind)?.value ?? Number.POSITIVE_INFINITY))
      kinds.set(limit.kind, limit);
    devices.set(device, kinds);
  }
  return devices;
}
