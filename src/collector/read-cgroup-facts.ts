import { parseCounter } from "../cgroupfs/counter.ts";
import { parseIfpriomap } from "../cgroupfs/ifpriomap.ts";
import { parseLimit } from "../cgroupfs/limit.ts";
import { parsePidsEvents } from "../cgroupfs/pids-events.ts";
import { parsePressure } from "../procfs/pressure.ts";
import { BlockDevices } from "./block-devices.ts";
import type { CgroupFacts, NetworkFacts, PidsFacts } from "./cgroup-facts.ts";
import { type CgroupMounts, cgroupDirectory, readCgroupMounts } from "./cgroup-mounts.ts";
import { CGROUP_CONTROLLERS } from "./cgroup-place.ts";
import { cgroupPlaces, type PlacesOf, readLevels } from "./cgroup-places.ts";
import type { DetailContext } from "./detail-context.ts";
import { readCpuFacts, readCpusetFacts } from "./read-cpu-facts.ts";
import { fileReader, type ReadFile } from "./read-file.ts";
import { readFreezerFacts } from "./read-freezer-facts.ts";
import { readIoFacts } from "./read-io-facts.ts";
import { readMemoryFacts } from "./read-memory-facts.ts";
import { readProcessCgroup, UNIFIED } from "./read-process-cgroup.ts";
import type { CgroupController, PressureTriple } from "./sample.ts";

/** File systems of control groups are hardly ever mounted while a host runs. */
const MOUNTS_SECONDS = 60;

const MISSING = "What limits the group is not known";

/** Reads what the control groups of one process are told and count, with the limits of all around them. */
export class CgroupFactsReader {
  #mounts: CgroupMounts | null = null;
  #mountsReadAtSeconds = Number.NEGATIVE_INFINITY;

  /** @returns `null` when the process is gone, or its control groups may not be told. */
  read(context: DetailContext): CgroupFacts | null {
    const { reader, issues, pid } = context;
    const mounts = this.#readMounts(context);
    const cgroup = readProcessCgroup(reader, issues, pid, () => undefined);
    if (cgroup === null) return null;
    const read = fileReader(context, MISSING);
    const placesOf = cgroupPlaces(mounts, cgroup);
    const { owner, path } = cgroup.membership;
    const isOwn = owner !== null;
    const unified = placesOf(UNIFIED);
    const freezer = placesOf("freezer");
    const devices = new BlockDevices(reader);
    return {
      version: mounts.version,
      readAtSeconds: context.monotonicSeconds(),
      path: owner?.path ?? path,
      directories: Object.fromEntries(CGROUP_CONTROLLERS.flatMap((name) => directoryOf(name, placesOf))),
      isOwn,
      cpu: readLevels(placesOf("cpu"), (place) =>
        readCpuFacts(
          read,
          place,
          place.version === "v1" ? cgroupDirectory(mounts, "cpuacct", place.path) : null,
        ),
      ),
      cpuset: readLevels(placesOf("cpuset"), (place) => readCpusetFacts(read, place)),
      memory: readLevels(placesOf("memory"), (place) => readMemoryFacts(read, place)),
      pids: readLevels(placesOf("pids"), ({ directory }) => readPidsFacts(read, directory)),
      io: readIoFacts(read, placesOf("blkio"), (device) => devices.nameOf(device)),
      pressure: unified[0]?.isOwn === isOwn ? readPressure(read, unified[0].directory) : null,
      freezer: readFreezerFacts(read, freezer[0]?.version === "v1" ? [freezer, unified] : [unified]),
      network: readNetworkFacts(read, placesOf),
    };
  }

  #readMounts({ reader, issues, nowSeconds }: DetailContext): CgroupMounts {
    if (this.#mounts === null || nowSeconds - this.#mountsReadAtSeconds >= MOUNTS_SECONDS) {
      this.#mounts = readCgroupMounts(reader, issues);
      this.#mountsReadAtSeconds = nowSeconds;
    }
    return this.#mounts;
  }
}

/** One that v1 does not have is read in v2. */
function directoryOf(name: CgroupController, placesOf: PlacesOf): readonly [CgroupController, string][] {
  const [own] = placesOf(name);
  return own === undefined || (own.version === "v2" && name !== UNIFIED) ? [] : [[name, own.directory]];
}

function readPidsFacts(read: ReadFile, directory: string): PidsFacts {
  return {
    current: read(`${directory}/pids.current`, parseCounter),
    peak: read(`${directory}/pids.peak`, parseCounter),
    limit: read(`${directory}/pids.max`, parseLimit),
    refused: read(`${directory}/pids.events`, parsePidsEvents),
  };
}

function readPressure(read: ReadFile, directory: string): PressureTriple | null {
  const of = (resource: string) => read(`${directory}/${resource}.pressure`, parsePressure);
  const pressure = { cpu: of("cpu"), memory: of("memory"), io: of("io") };
  return Object.values(pressure).every((each) => each === null) ? null : pressure;
}

/** Nothing in v2, which leaves priorities of packets to those who filter them. */
function readNetworkFacts(read: ReadFile, placesOf: PlacesOf): NetworkFacts | null {
  const [classes] = placesOf("net_cls");
  const [priorities] = placesOf("net_prio");
  const classId =
    classes?.version === "v1" ? read(`${classes.directory}/net_cls.classid`, parseCounter) : null;
  const map =
    priorities?.version === "v1" ? read(`${priorities.directory}/net_prio.ifpriomap`, parseIfpriomap) : null;
  const set = map?.filter(({ priority }) => priority !== 0) ?? [];
  return classId || set.length > 0 ? { classId: classId || null, priorities: set } : null;
}
