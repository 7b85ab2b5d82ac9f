import type { DeviceLimit, DeviceLimitKind } from "../collector/cgroup-facts.ts";
import type { CgroupView, DeviceView } from "../model/cgroup-view.ts";
import type { Group } from "../model/snapshot.ts";
import { rate } from "../report/format.ts";
import { cgroupOfFile } from "./cgroup-paths.ts";
import type { LimitedResource } from "./limited-resource.ts";

/** From which share of a rate on it counts as held back: it is measured from one sample to the next. */
const RATE_HIT_PERCENT = 95;

/** In the order of the rows of a device. */
const DEVICE_RATES = [
  { kind: "readBytesPerSecond", name: "read", text: rate },
  { kind: "writeBytesPerSecond", name: "write", text: rate },
  { kind: "readsPerSecond", name: "reads", text: operations },
  { kind: "writesPerSecond", name: "writes", text: operations },
] as const;

/** A device's bytes, and its operations where they have a limit. */
export function deviceResources({ io }: CgroupView): readonly LimitedResource[] {
  const devices = io?.devices ?? [];
  return devices.flatMap((device) =>
    DEVICE_RATES.filter(({ kind, text }) => text === rate || limitOf(device, kind) !== null).map((what) =>
      deviceResource(device, what, devices.length === 1),
    ),
  );
}

/** @param isOnly The sum over all devices, which the overview has, is that of this one. */
function deviceResource(
  { number, name: device }: DeviceView,
  { kind, name, text }: (typeof DEVICE_RATES)[number],
  isOnly: boolean,
): LimitedResource {
  const find = ({ io }: CgroupView) => io?.devices.find((each) => each.number === number) ?? null;
  const ofGroup = (group: Group) =>
    kind === "readBytesPerSecond" || kind === "writeBytesPerSecond" ? group.io[kind] : null;
  return {
    name: `${device ?? number} ${name}`,
    isOwn: ({ io }) => io?.isOwn === true,
    figure: { ofGroup: isOnly ? ofGroup : null, ofCgroup: (cgroup) => find(cgroup)?.[kind] ?? null },
    text,
    limitText: text,
    limit: ({ cgroup }) => {
      const found = find(cgroup);
      const limit = found && limitOf(found, kind);
      // What everybody under a limit around it does is not counted for each device.
      return (
        limit && {
          ...limit,
          cgroupPath: cgroupOfFile(limit.path, cgroup.path),
          used: null,
          usedPercent: null,
        }
      );
    },
    isHit: (_subject, usedPercent) => usedPercent >= RATE_HIT_PERCENT,
  };
}

function limitOf({ limits }: DeviceView, kind: DeviceLimitKind): DeviceLimit | null {
  return limits.find((limit) => limit.kind === kind) ?? null;
}

/** Such as `120/s` or `33K/s`: at most 7 cells. */
function operations(value: number | null): string {
  return rate(value).replace("B/s", "/s");
}
