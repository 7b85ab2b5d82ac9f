import { describe, expect, test } from "vitest";
import { deriveNetworkMap } from "../../src/model/derive-network-map.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { NetworkMap } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { HOST_NET, interfaceFacts, mapSample, peer } from "./network-map-fixture.ts";
import { container, containerId, inContainer, namespaces, process, sample } from "./sample-builder.ts";

const WEB = containerId("a1");
const DB = containerId("b2");

/** A host with a container in each of these network namespaces, called by the names given. */
function hostWith(
  nets: Readonly<Record<string, number>>,
  networkModes: Readonly<Record<string, string>> = {},
): Snapshot {
  const containers = Object.entries(nets).map(([name, net], at) => ({
    id: name === "web" ? WEB : name === "db" ? DB : containerId(`c${at}`),
    name,
    net,
  }));
  return deriveSnapshot(
    sample({
      processes: containers.map(({ id, net }, at) =>
        process({ pid: 100 + at, namespaces: namespaces({ net }), cgroup: inContainer(id) }),
      ),
      containers: containers.map(({ id, name }) =>
        container({ id, name, networkMode: networkModes[name] ?? "bridge" }),
      ),
    }),
    null,
  ).snapshot;
}

/** A link as its parent's name, its own, whom it leads to, and the interface there. */
function lines({ links }: NetworkMap): string[] {
  return links.map(({ parentKey, end, groupName, otherEnd }) =>
    [parentKey?.split("/")[1] ?? "", end.name, groupName, otherEnd?.name ?? ""].join(" | "),
  );
}

describe("a bridge of the host", () => {
  const host = [
    interfaceFacts({ index: 3, name: "br0", kind: "bridge" }),
    interfaceFacts({ index: 7, name: "vethB", master: "br0", peer: peer(900, 2) }),
    interfaceFacts({ index: 9, name: "vethA", master: "br0", peer: peer(901, 2) }),
  ];
  const web = interfaceFacts({ index: 2, name: "eth0", peer: peer(null, 9) });
  const db = interfaceFacts({ index: 2, name: "eth0", peer: peer(null, 7) });
  const snapshot = hostWith({ db: 900, web: 901 });

  test("has its ports below it, each with the container that its other end is in", () => {
    const map = deriveNetworkMap(mapSample({ [HOST_NET]: host, 900: [db], 901: [web] }), null, snapshot);
    expect(lines(map)).toEqual([" | br0 | host | ", "br0 | vethB | db | eth0", "br0 | vethA | web | eth0"]);
    expect(map.links[1]).toMatchObject({ netns: 900, pid: 901, groupId: DB });
  });

  test("is known to lead to a container before that has been asked", () => {
    const map = deriveNetworkMap(mapSample({ [HOST_NET]: host, 900: null, 901: [web] }), null, snapshot);
    expect(lines(map)[1]).toBe("br0 | vethB | db | ");
    expect(map.unread).toBe(1);
  });

  test("is known to lead to a container when only that one knows", () => {
    const lost = host.map((facts) => (facts.name === "vethB" ? { ...facts, peer: peer(null, 2) } : facts));
    const knows = { ...db, peer: peer(HOST_NET, 7) };
    const map = deriveNetworkMap(mapSample({ [HOST_NET]: lost, 900: [knows], 901: [web] }), null, snapshot);
    expect(lines(map)[1]).toBe("br0 | vethB | db | eth0");
  });

  test("has rates at both ends of each cable, and none for an interface that took another's name", () => {
    const counting = (received: number, index: number) =>
      interfaceFacts({ index, name: "eth0", receiveBytes: received, peer: peer(null, 7) });
    const before = mapSample({ [HOST_NET]: host, 900: [counting(1000, 2)] }, 98);
    const hostNow = host.map((facts) => ({ ...facts, transmitBytes: 5000 }));
    const now = deriveNetworkMap(
      mapSample({ [HOST_NET]: hostNow, 900: [counting(6000, 2)] }),
      before,
      snapshot,
    );
    const cable = now.links.find(({ end }) => end.name === "vethB");
    expect(cable?.end.transmitBytesPerSecond).toBe(2500);
    expect(cable?.otherEnd?.receiveBytesPerSecond).toBe(2500);

    const renamed = deriveNetworkMap(
      mapSample({ [HOST_NET]: [], 900: [counting(6000, 3)] }),
      before,
      snapshot,
    );
    expect(renamed.links[0]?.end.receiveBytesPerSecond).toBeNull();
  });
});

test("a cable between two bridges is a port of both", () => {
  const host = [
    interfaceFacts({ index: 3, name: "br0", kind: "bridge" }),
    interfaceFacts({ index: 4, name: "br1", kind: "bridge" }),
    interfaceFacts({ index: 5, name: "a", master: "br0", peer: peer(HOST_NET, 6) }),
    interfaceFacts({ index: 6, name: "b", master: "br1", peer: peer(HOST_NET, 5) }),
  ];
  expect(lines(deriveNetworkMap(mapSample({ [HOST_NET]: host }), null, hostWith({})))).toEqual([
    " | br0 | host | ",
    " | br1 | host | ",
    "br0 | a | host | b",
    "br1 | b | host | a",
  ]);
});

test("the bridge of an engine in a container hangs on nothing, and its ports lead on", () => {
  const host = [interfaceFacts({ index: 9, name: "veth9", peer: peer(900, 2) })];
  const outer = [
    interfaceFacts({ index: 2, name: "eth0", peer: peer(HOST_NET, 9) }),
    interfaceFacts({ index: 3, name: "docker0", kind: "bridge" }),
    interfaceFacts({ index: 4, name: "veth4", master: "docker0", peer: peer(901, 2) }),
  ];
  const inner = [interfaceFacts({ index: 2, name: "eth0", peer: peer(900, 4) })];
  const map = deriveNetworkMap(
    mapSample({ [HOST_NET]: host, 900: outer, 901: inner }),
    null,
    hostWith({ outer: 900, inner: 901 }),
  );
  expect(lines(map)).toEqual([
    " | veth9 | outer | eth0",
    " | docker0 | outer | ",
    "docker0 | veth4 | inner | eth0",
  ]);
});

test("macvlan and vlan stand on the interface below them, wherever that is", () => {
  const host = [
    interfaceFacts({ index: 4, name: "wan0", kind: "physical" }),
    interfaceFacts({ index: 5, name: "wan0.7", kind: "vlan", lower: { netns: HOST_NET, name: "wan0" } }),
  ];
  const web = [
    interfaceFacts({ index: 6, name: "eth0", kind: "macvlan", lower: { netns: HOST_NET, name: "wan0.7" } }),
  ];
  const map = deriveNetworkMap(mapSample({ [HOST_NET]: host, 900: web }), null, hostWith({ web: 900 }));
  expect(lines(map)).toEqual([" | wan0 | host | ", "wan0 | wan0.7 | host | ", "wan0.7 | eth0 | web | "]);
});

test("a cable into a namespace that nobody lives in says which, and that nobody does", () => {
  const host = [interfaceFacts({ index: 9, name: "veth9", peer: peer(950, 2) })];
  const { links } = deriveNetworkMap(mapSample({ [HOST_NET]: host }), null, hostWith({}));
  expect(links).toMatchObject([{ netns: 950, pid: null, groupId: null, groupName: null, otherEnd: null }]);
});

test("tunnels that the kernel makes in every namespace are left out where they are down", () => {
  const tunnel = interfaceFacts({ index: 2, name: "tunl0", kind: "ipip", state: "down" });
  const used = interfaceFacts({ index: 3, name: "gre0", kind: "gre", state: "unknown" });
  const map = deriveNetworkMap(
    mapSample({ [HOST_NET]: [tunnel], 900: [tunnel], 901: [tunnel, used] }),
    null,
    hostWith({ web: 900, db: 901 }),
  );
  expect(lines(map)).toEqual([" | tunl0 | host | ", " | gre0 | db | "]);
  expect(map.unlinked).toMatchObject([{ groupName: "web", network: "none" }]);
});

test("containers on the host's network, in another's, and without one are told apart", () => {
  const map = deriveNetworkMap(
    mapSample({ [HOST_NET]: [], 900: [interfaceFacts({ index: 2, name: "eth0" })], 901: [] }),
    null,
    hostWith({ web: 900, sidecar: 900, agent: HOST_NET, batch: 901 }, { sidecar: `container:${WEB}` }),
  );
  expect(map.unlinked.map(({ groupName, network, joinedId }) => [groupName, network, joinedId])).toEqual([
    ["agent", "host", null],
    ["batch", "none", null],
    ["sidecar", "joined", WEB],
  ]);
});
