import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Collector, type CollectorOptions } from "../../src/collector/collector.ts";
import type { DetailRequest, DetailSample } from "../../src/collector/detail-sample.ts";
import type { ProcessSample, Sample } from "../../src/collector/sample.ts";
import type { EngineWatch } from "../../src/engines/engine.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../../src/procfs/namespace-link.ts";
import { FaultyFiles } from "../host/faulty-files.ts";

/** A process of a {@link FixtureHost}; what is left out is like that of an idle process of the host. */
export interface FixtureProcess {
  readonly pid: number;
  readonly parentPid?: number;
  readonly comm?: string;
  readonly state?: string;
  readonly kernelThread?: boolean;
  readonly userTicks?: number;
  readonly systemTicks?: number;
  readonly threads?: number;
  readonly startTicks?: number;
  readonly residentPages?: number;
  /** Those that are not the host's. */
  readonly namespaces?: Partial<Record<NamespaceType, number>>;
  /** Lines of its `cgroup` file. */
  readonly cgroup?: string;
  /** Nanoseconds it has run. */
  readonly ran?: number;
  readonly io?: { readonly readBytes: number; readonly writeBytes: number };
}

/** Inodes of the host's own namespaces. */
export const HOST_NAMESPACES = Object.fromEntries(
  NAMESPACE_TYPES.map((type, index) => [type, 100 + index]),
) as Record<NamespaceType, number>;

const NET_DEV_HEADING = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

/** A small host in a temporary directory. Pid 1 and the files of the machine as a whole are there. */
export class FixtureHost {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "nstop-fixture-"));
  readonly files = new FaultyFiles(this.root);
  readonly reader = new HostReader(this.root, { files: this.files.calls });
  /** What the monotonic clock says. */
  seconds = 1000;
  #births = 5;
  #threads = 200;

  constructor() {
    this.#writeStat();
    this.write("/proc/uptime", "1000.00 900.00\n");
    this.#writeLoadavg();
    this.write(
      "/proc/meminfo",
      "MemTotal: 1000 kB\nMemFree: 200 kB\nMemAvailable: 600 kB\nBuffers: 1 kB\nCached: 2 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
    );
    this.write("/proc/sys/kernel/hostname", "box\n");
    this.write("/proc/sys/kernel/domainname", "(none)\n");
    this.write("/proc/sys/kernel/osrelease", "6.8.0\n");
    this.write("/proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    this.process({ pid: 1, comm: "init" });
  }

  /** Writes a file; directories are made as needed. */
  write(name: string, content: string | Uint8Array): void {
    const place = path.join(this.root, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, content);
  }

  /** Makes a symbolic link, in the place of one that is there. */
  link(name: string, target: string): void {
    const place = path.join(this.root, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.rmSync(place, { force: true });
    fs.symlinkSync(target, place);
  }

  /** Makes a process, or changes one. */
  process(process: FixtureProcess): void {
    const directory = `/proc/${process.pid}`;
    this.#births += 1;
    this.#writeStat();
    this.write(`${directory}/stat`, statLine(process));
    this.write(`${directory}/cgroup`, process.cgroup ?? "0::/\n");
    this.write(`${directory}/schedstat`, `${process.ran ?? 1} 0 1\n`);
    const { readBytes, writeBytes } = process.io ?? { readBytes: 0, writeBytes: 0 };
    this.write(
      `${directory}/io`,
      `rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: ${readBytes}\nwrite_bytes: ${writeBytes}\ncancelled_write_bytes: 0\n`,
    );
    const namespaces = { ...HOST_NAMESPACES, ...process.namespaces };
    for (const type of NAMESPACE_TYPES) this.link(`${directory}/ns/${type}`, `${type}:[${namespaces[type]}]`);
    this.interfaces(process.pid, { lo: [7, 7] });
  }

  /** The interfaces that a process sees, with the bytes they received and transmitted. */
  interfaces(pid: number, bytes: Readonly<Record<string, readonly [number, number]>>): void {
    const lines = Object.entries(bytes).map(
      ([name, [receive, transmit]]) =>
        `${name.padStart(6)}: ${receive} 0 0 0 0 0 0 0 ${transmit} 0 0 0 0 0 0 0\n`,
    );
    this.write(`/proc/${pid}/net/dev`, NET_DEV_HEADING + lines.join(""));
  }

  /** The process has ended. */
  end(pid: number): void {
    for (const file of ["stat", "schedstat"]) this.files.end(`/proc/${pid}/${file}`);
    fs.rmSync(path.join(this.root, `/proc/${pid}`), { recursive: true });
    this.#threads -= 1;
    this.#writeLoadavg();
  }

  /** A collector that looks at this host. */
  collector(options: Partial<CollectorOptions> = {}): Collector {
    return new Collector({
      reader: this.reader,
      engines: NO_ENGINES,
      monotonicSeconds: () => this.seconds,
      wallMilliseconds: () => 1_700_001_000_000,
      ...options,
    });
  }

  #writeStat(): void {
    const cpu = "10 0 10 70 10 0 0 0 0 0";
    this.write("/proc/stat", `cpu  ${cpu}\ncpu0 ${cpu}\nbtime 1700000000\nprocesses ${this.#births}\n`);
  }

  #writeLoadavg(): void {
    this.write("/proc/loadavg", `0.10 0.20 0.30 1/${this.#threads} 4242\n`);
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true });
  }
}

/** A watch that knows no engine. */
export const NO_ENGINES: EngineWatch = {
  view: () => ({ reports: [], containers: new Map(), events: [] }),
  isExec: () => null,
  see: () => undefined,
  found: async () => undefined,
  settled: async () => {},
  close: () => {},
};

/** The process `pid` of a sample. */
export function processOf(sample: Sample, pid: number): ProcessSample {
  const found = sample.processes.find((process) => process.pid === pid);
  if (found === undefined) throw new Error(`there is no process ${pid}`);
  return found;
}

/** Pids of a sample. */
export function pidsOf(sample: Sample): number[] {
  return sample.processes.map(({ pid }) => pid);
}

/** Takes a sample, and then the parts of a drill-down into one process. */
export function detailOf(
  collector: Collector,
  pid: number,
  ...parts: DetailRequest["parts"]
): Promise<DetailSample> {
  collector.sample();
  return collector.detail({ pids: [pid], referencePid: pid, parts });
}

function statLine(process: FixtureProcess): string {
  const flags = process.kernelThread === true ? 0x200000 : 0;
  const fields = [
    process.pid,
    `(${process.comm ?? "sleep"})`,
    process.state ?? "S",
    process.parentPid ?? (process.pid === 1 ? 0 : 1),
    ...[process.pid, process.pid, 0, -1, flags, 0, 0, 0, 0],
    process.userTicks ?? 0,
    process.systemTicks ?? 0,
    ...[0, 0, 20, 0],
    process.threads ?? 1,
    0,
    process.startTicks ?? process.pid * 10,
    4096,
    process.residentPages ?? 2,
  ];
  return `${[...fields, ...Array.from({ length: 28 }, () => 0)].join(" ")}\n`;
}
