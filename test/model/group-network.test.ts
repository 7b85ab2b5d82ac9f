import { expect, test } from "vitest";
import type { Sample } from "../../src/collector/sample.ts";
import { groupNetwork, type NetworkMember, networkOwners } from "../../src/model/group-network.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { structureOf } from "../../src/model/structure.ts";
import { container, containerId, HOST_NAMESPACES, namespaces, process, sample } from "./sample-builder.ts";

const HOST_NET = HOST_NAMESPACES.net;

function member(
  id: string,
  pid: number,
  net: number | null,
  networkMode: string | null = null,
): NetworkMember {
  return {
    id,
    leader: process({ pid, namespaces: namespaces({ net }) }),
    container: networkMode === null ? null : container({ id: containerId(id), networkMode }),
  };
}

/** Of a group in network `net`, which is shown with group "a". */
function traffic(id: string, net: number | null, now: Sample, previous: Sample | null): Group["network"] {
  const structure = structureOf(now, null);
  return groupNetwork(
    { id, namespaces: namespaces({ net }) },
    { sample: now, previous, structure: { ...structure, networkOwners: new Map([[99, "a"]]) } },
    null,
  );
}

test("a network belongs to the oldest group in it", () => {
  const owners = networkOwners([member("b", 20, 99), member("a", 10, 99), member("c", 30, 98)], HOST_NET);
  expect(owners).toEqual(
    new Map([
      [99, "a"],
      [98, "c"],
      [HOST_NET, "host"],
    ]),
  );
});

test("a network belongs to the container that others were told to join, however old they are", () => {
  const sidecar = member("a", 10, 99, `container:${containerId("b")}`);
  expect(networkOwners([sidecar, member("b", 20, 99, "bridge"), member("c", 5, 99)], HOST_NET).get(99)).toBe(
    "b",
  );
});

test("the host's network is the host's, and an unknown one nobody's", () => {
  const members = [member("a", 10, HOST_NET), member("b", 20, null)];
  expect(networkOwners(members, HOST_NET)).toEqual(new Map([[HOST_NET, "host"]]));
  expect(networkOwners(members, null)).toEqual(new Map([[HOST_NET, "a"]]));
});

test("the traffic of a shared network is shown with its owner alone", () => {
  const now = sample({ monotonicSeconds: 102, networks: [[99, 3000, 500]] });
  const before = sample({ networks: [[99, 1000, 500]] });
  expect(traffic("a", 99, now, before)).toEqual({
    receiveBytesPerSecond: 1000,
    transmitBytesPerSecond: 0,
    sharedWith: null,
  });
  expect(traffic("b", 99, now, before)).toEqual({
    receiveBytesPerSecond: null,
    transmitBytesPerSecond: null,
    sharedWith: "a",
  });
});

test("traffic is unknown without the network, its counters or a sample before", () => {
  const unknown = { receiveBytesPerSecond: null, transmitBytesPerSecond: null, sharedWith: null };
  const now = sample({ monotonicSeconds: 102, networks: [[99, 3000, 500]] });
  expect(traffic("a", null, now, sample())).toEqual(unknown);
  expect(traffic("a", 99, now, sample())).toEqual(unknown);
  expect(traffic("a", 99, now, null)).toEqual(unknown);
});
