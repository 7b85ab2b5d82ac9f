import type { CgroupView, DeviceView } from "../model/cgroup-view.ts";
import { bytes, count, rate, UNKNOWN } from "../report/format.ts";
import { alphabetical, descending } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** What goes to and from each block device; its limits stand among the others. */
export function devicesSection(cgroup: CgroupView | null | undefined): Section<DeviceView> {
  return {
    title: "Block devices",
    columns: COLUMNS,
    ...partRows(
      cgroup && (cgroup.io?.devices ?? []),
      cgroup?.io === null
        ? "not counted: the controller of block I/O is not on here"
        : "it has used none, and none is limited",
    ),
    key: ({ number }) => `device:${number}`,
    searchText: ({ name, number }) => `${name ?? ""} ${number}`,
    copies: nameOf,
  };
}

function nameOf({ name, number }: DeviceView): string {
  return name ?? number;
}

const COLUMNS: Readonly<Record<string, Column<DeviceView>>> = {
  name: {
    title: "DEVICE",
    help: "Name of the block device; its number where it has gone",
    width: 10,
    grow: 1,
    maxWidth: 20,
    align: "left",
    priority: 0,
    text: nameOf,
    compare: alphabetical(nameOf),
  },
  number: {
    title: "NUMBER",
    help: "Its major and minor number, by which limits are set",
    width: 7,
    align: "left",
    priority: 3,
    text: ({ number }) => number,
    style: () => ({ dim: true }),
  },
  readRate: amount("READ", "Bytes read from it per second", 0, "readBytesPerSecond", rate),
  writeRate: amount("WRITE", "Bytes written to it per second", 0, "writeBytesPerSecond", rate),
  reads: amount("READS/s", "Reads per second", 1, "readsPerSecond", count),
  writes: amount("WRITES/s", "Writes per second", 1, "writesPerSecond", count),
  readBytes: amount("ALL READ", "Bytes read since the control group was made", 2, "readBytes", bytes),
  writeBytes: amount("WRITTEN", "Bytes written since the control group was made", 2, "writeBytes", bytes),
  weight: amount("WEIGHT", "Share of the device that it gets when others want it too", 2, "weight", plain),
};

type Amount = {
  [Name in keyof DeviceView]: DeviceView[Name] extends number | null ? Name : never;
}[keyof DeviceView];

function amount(
  title: string,
  help: string,
  priority: number,
  field: Amount,
  text: (value: number | null) => string,
): Column<DeviceView> {
  return {
    title,
    help,
    width: 8,
    align: "right",
    priority,
    text: (device) => text(device[field]),
    style: (device) => (device[field] === 0 || device[field] === null ? { dim: true } : undefined),
    compare: descending((device) => device[field]),
  };
}

function plain(value: number | null): string {
  return value === null ? UNKNOWN : String(value);
}
