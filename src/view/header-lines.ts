import type { HostSnapshot, Snapshot } from "../model/snapshot.ts";
import { bytes, clockTime, count, percent, uptime } from "../report/format.ts";
import { pad } from "../report/pad.ts";
import { bar, fullness } from "./bar.ts";
import { engineSegments } from "./engine-segments.ts";
import type { Segment } from "./segments.ts";
import { joinSegments } from "./segments.ts";

/** Cells of the bars of CPU and memory. */
const BAR_CELLS = 16;
/** Cells of the columns of the header's second and third line, so that they stand below each other. */
const LOAD_CELLS = 22;
const PRESSURE_CELLS = 34;

/** Why the header's clock is not the time of day. */
export interface ClockState {
  /** Seconds that the snapshot is behind the newest; `null` when not paused. */
  readonly secondsBehind: number | null;
}

/** The overview's header, in three lines: the machine, its CPU, its memory. */
export function headerLines(snapshot: Snapshot, clock: ClockState, width: number): readonly string[] {
  return [machineLine(snapshot, clock, width), cpuLine(snapshot.host, width), memoryLine(snapshot, width)];
}

/** What stands at the right end of every first line: when the snapshot was taken, and how often one is. */
export function clockSegments(
  { takenAt, intervalSeconds }: Snapshot,
  { secondsBehind }: ClockState,
): readonly Segment[] {
  const interval = intervalSeconds === null ? "" : `${intervalSeconds.toFixed(1)}s`;
  const paused = secondsBehind === null ? "" : `paused -${secondsBehind} s`;
  return [
    ...(paused === ""
      ? []
      : [{ text: paused, style: { color: "yellow", bold: true }, priority: 0 } as const]),
    { text: clockTime(takenAt), priority: 1 },
    { text: pad(interval, 5, "right"), style: { dim: true }, priority: 4 },
  ];
}

function machineLine(snapshot: Snapshot, clock: ClockState, width: number): string {
  const { hostname, kernel, uptimeSeconds, description } = snapshot.host;
  const left: Segment[] = [
    { text: "nstop", style: { dim: true }, priority: 5 },
    { text: hostname, style: { bold: true }, priority: 0 },
    { text: kernel, priority: 6 },
    { text: `up ${uptime(uptimeSeconds)}`, priority: 3 },
    ...engineSegments(snapshot),
  ];
  if (description !== null)
    left.splice(3, 0, { text: description.distribution, style: { dim: true }, priority: 7 });
  return joinSegments(left, clockSegments(snapshot, clock), width);
}

function cpuLine(host: HostSnapshot, width: number): string {
  const { cpuPercent, loadAverage, pressure, processes, threads } = host;
  const load = (loadAverage ?? [null, null, null]).map((value) => pad(load2(value), 5, "right")).join(" ");
  const waiting = (resource: "cpu" | "io" | "memory") =>
    pad(percent(pressure?.[resource]?.some10Percent ?? null), 5, "right");
  return joinSegments(
    [
      meter("CPU", cpuPercent),
      { text: pad(`load ${load}`, LOAD_CELLS), priority: 1 },
      {
        text: pad(`pressure cpu${waiting("cpu")} io${waiting("io")} mem${waiting("memory")}`, PRESSURE_CELLS),
        style: pressure === null ? { dim: true } : undefined,
        priority: 3,
      },
      { text: `${count(processes)} processes  ${count(threads)} threads`, priority: 2 },
    ],
    [],
    width,
  );
}

function memoryLine({ host, namespaceCounts }: Snapshot, width: number): string {
  const { memory } = host;
  const used = memory === null ? null : memory.totalBytes - memory.availableBytes;
  const share = memory === null || used === null ? null : (used / memory.totalBytes) * 100;
  const swapUsed = memory === null ? null : memory.swapTotalBytes - memory.swapFreeBytes;
  const swap =
    memory?.swapTotalBytes === 0
      ? "no swap"
      : `swap ${bytes(swapUsed)} of ${bytes(memory?.swapTotalBytes ?? null)}`;
  const { mnt, pid, net, uts, ipc, user, cgroup, time } = namespaceCounts;
  return joinSegments(
    [
      meter("MEM", share),
      {
        text: pad(`${pad(bytes(used), 6, "right")} of ${bytes(memory?.totalBytes ?? null)}`, LOAD_CELLS),
        priority: 1,
      },
      { text: pad(swap, PRESSURE_CELLS), priority: 3 },
      {
        text: `mnt ${mnt} pid ${pid} net ${net} uts ${uts} ipc ${ipc} user ${user} cgroup ${cgroup} time ${time}`,
        style: { dim: true },
        priority: 4,
      },
    ],
    [],
    width,
  );
}

function meter(name: string, share: number | null): Segment {
  const figure = pad(share === null ? "-" : `${Math.round(share)}%`, 5, "right");
  const painted = `${name} ${bar(share, BAR_CELLS)}${figure}`;
  return { text: `${name} ${" ".repeat(BAR_CELLS)}${figure}`, painted, style: fullness(share), priority: 0 };
}

/** Load averages as the kernel gives them, with one decimal where two are too long. */
function load2(value: number | null): string {
  if (value === null) return "-";
  return value < 100 ? value.toFixed(2) : value.toFixed(0);
}
