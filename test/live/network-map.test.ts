import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MapInterface, NetworkLink, NetworkMap } from "../../src/model/detail.ts";
import { decodeLine } from "../../src/stream/codec.ts";
import type { SnapshotLine } from "../../src/stream/protocol.ts";
import { typeFaults } from "../report/schema.ts";
import {
  describeLive,
  docker,
  Inhabitants,
  type Inspected,
  labSocket,
  NSTOP,
  namespaceInodes,
  run,
} from "./lab.ts";

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  readonly operstate: string;
  readonly master?: string;
  readonly link_index?: number;
  readonly stats64: Readonly<Record<"rx" | "tx", Readonly<Record<"bytes" | "dropped" | "errors", number>>>>;
}

const WANTS = { detail: { target: { kind: "host" }, parts: ["networkMap"] } };

/** Looks at the network map of the host until it shows what is compared with it, and returns what that made of it. */
async function look<Result>(compare: (map: NetworkMap) => Result): Promise<Result> {
  const args = [NSTOP, "stream", "--wants", "--delay", "0.5", "--engine", `unix://${labSocket}`];
  const sampler = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  sampler.stdin.write(`${JSON.stringify(WANTS)}\n`);
  let difference: unknown = new Error("there was no map");
  try {
    for await (const text of createInterface(sampler.stdout)) {
      const map = mapIn(text);
      if (map === null) continue;
      try {
        return compare(map);
      } catch (error) {
        difference = error;
      }
    }
    throw difference;
  } finally {
    sampler.stdin.end();
  }
}

/** The map in a line of the stream. */
function mapIn(text: string): NetworkMap | null {
  const line = decodeLine(text);
  if (!("groups" in line)) return null;
  const { detail }: Pick<SnapshotLine, "detail"> = line;
  return detail?.networkMap ?? null;
}

/** The interfaces of a process's network namespace, as `ip` tells them. */
function ipLinks(pid: number): readonly Link[] {
  return JSON.parse(run("nsenter", "-t", `${pid}`, "-n", "ip", "-j", "-d", "-s", "link"));
}

function ipLink(pid: number, name: string): Link {
  const link = ipLinks(pid).find(({ ifname }) => ifname === name);
  if (link === undefined) throw new Error(`ip lists no ${name}`);
  return link;
}

/** Which ports each bridge has: as `brctl show` prints it, where that is installed, else as `bridge link` does. */
function portsOfBridges(): ReadonlyMap<string, readonly string[]> {
  const ports: [bridge: string, port: string][] = [];
  try {
    let bridge = "";
    for (const line of run("brctl", "show").trimEnd().split("\n").slice(1)) {
      const words = line.split(/\s+/);
      bridge = words[0] || bridge;
      ports.push([bridge, words.at(-1) ?? ""]);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    const links: readonly Link[] = JSON.parse(run("bridge", "-j", "link"));
    for (const { ifname, master } of links) ports.push([master ?? "", ifname]);
  }
  const byBridge = Map.groupBy(ports, ([bridge]) => bridge);
  return new Map(Array.from(byBridge, ([bridge, pairs]) => [bridge, pairs.map(([, port]) => port).sort()]));
}

function linkTo({ links }: NetworkMap, containerId: string): NetworkLink {
  const link = links.find(({ groupId }) => groupId === containerId);
  if (link === undefined) throw new Error(`no link leads to ${containerId}`);
  return link;
}

function counters({
  receiveBytes,
  transmitBytes,
  receiveDropped,
  transmitDropped,
  receiveErrors,
  transmitErrors,
}: MapInterface) {
  return {
    rx: { bytes: receiveBytes, dropped: receiveDropped, errors: receiveErrors },
    tx: { bytes: transmitBytes, dropped: transmitDropped, errors: transmitErrors },
  };
}

describeLive("the network map", () => {
  const inhabitants = new Inhabitants("map");
  const bridges = [`nsm${process.pid}a`, `nsm${process.pid}b`] as const;
  /** A cable of the host that a macvlan and an ipvlan stand on. */
  const parent = `nsm${process.pid}c`;
  const networks: string[] = [];
  const containers: Inspected[] = [];

  const network = (name: string, ...options: readonly string[]) => {
    networks.push(docker("network", "create", ...options, inhabitants.name(name)));
    return inhabitants.name(name);
  };

  beforeAll(() => {
    for (const [at, bridge] of bridges.entries()) {
      const subnet = `10.${214 + at}.${process.pid % 250}.0/24`;
      const name = network(
        `bridge${at}`,
        "--subnet",
        subnet,
        "-o",
        `com.docker.network.bridge.name=${bridge}`,
      );
      for (let index = 0; index < 5; index += 1) {
        containers.push(inhabitants.container(`${at}-${index}`, ["--network", name]));
      }
    }
    run("ip", "link", "add", parent, "type", "veth", "peer", "name", `nsm${process.pid}d`);
    run("ip", "link", "set", parent, "up");
  });
  afterAll(async () => {
    await inhabitants.removeAll();
    docker("network", "rm", ...networks);
    run("ip", "link", "del", parent);
  });

  test("names bridge, port, container and the interface inside of ten containers on two bridges, as ip does", async () => {
    const told = containers.map(({ Id, Name, State: { Pid } }) => {
      const inside = ipLink(Pid, "eth0");
      const outside = ipLinks(process.pid).find(({ ifindex }) => ifindex === inside.link_index);
      expect(outside?.link_index).toBe(inside.ifindex);
      return {
        container: Id,
        name: Name.slice(1),
        bridge: outside?.master,
        port: outside?.ifname,
        inside: "eth0",
        netns: namespaceInodes(Pid)["net"],
      };
    });
    expect(new Set(told.map(({ bridge }) => bridge))).toEqual(new Set(bridges));
    await look((map) => {
      const byKey = new Map(map.links.map((link) => [link.key, link]));
      const shown = containers.map(({ Id }) => {
        const { groupId, groupName, end, otherEnd, parentKey } = linkTo(map, Id);
        return {
          container: groupId,
          name: groupName,
          bridge: byKey.get(parentKey ?? "")?.end.name,
          port: end.name,
          inside: otherEnd?.name,
          netns: otherEnd?.netns,
        };
      });
      expect(shown).toEqual(told);
    });
  });

  test("is of the type that it says", async () => {
    const faults = typeFaults({ name: "NetworkMap", file: "src/model/detail.ts", id: "network-map" });
    await look((map) => {
      expect(map.links).not.toEqual([]);
      expect(faults(map)).toEqual([]);
    });
  });

  test("has the ports that brctl show lists", async () => {
    const told = portsOfBridges();
    await look(({ links }) => {
      for (const bridge of bridges) {
        const { key } = links.find(({ end }) => end.name === bridge && end.kind === "bridge") ?? {};
        const ports = links.filter(({ parentKey }) => parentKey === key).map(({ end }) => end.name);
        expect(ports.sort()).toEqual(told.get(bridge));
        expect(ports).toHaveLength(5);
      }
    });
  });

  test("has at both ends of each cable the bytes, drops and errors that ip counts, and rates while something passes", async () => {
    const [from, to] = containers;
    if (from === undefined || to === undefined) throw new Error("there are no containers");
    const address = run("nsenter", "-t", `${to.State.Pid}`, "-n", "ip", "-j", "-4", "addr", "show", "eth0");
    const [
      {
        addr_info: [{ local }],
      },
    ] = JSON.parse(address);
    docker("exec", "-d", from.Id, "ping", "-i", "0.1", "-s", "1000", local);
    await look((map) => {
      for (const { Id } of [from, to]) {
        const { end, otherEnd } = linkTo(map, Id);
        expect(end.receiveBytesPerSecond).toBeGreaterThan(1000);
        expect(otherEnd?.receiveBytesPerSecond).toBeGreaterThan(1000);
      }
    });
    docker("exec", from.Id, "killall", "ping");
    await look((map) => {
      for (const { Id, State } of containers) {
        const { end, otherEnd } = linkTo(map, Id);
        const told = (pid: number, name: string) => ({ stats64: ipLink(pid, name).stats64 });
        expect(told(process.pid, end.name)).toMatchObject({ stats64: counters(end) });
        expect(otherEnd && told(State.Pid, otherEnd.name)).toMatchObject({
          stats64: otherEnd && counters(otherEnd),
        });
      }
    });
  });

  test("tells a macvlan from a port of a bridge, and names the interface below it", async () => {
    const { Id } = inhabitants.container("macvlan", [
      "--network",
      network("macvlan", "-d", "macvlan", "-o", `parent=${parent}`),
    ]);
    await look((map) => {
      const { end, otherEnd, parentKey } = linkTo(map, Id);
      expect(end).toMatchObject({ name: "eth0", kind: "macvlan", master: null, lower: { name: parent } });
      expect(otherEnd).toBeNull();
      expect(map.links.find(({ key }) => key === parentKey)?.end).toMatchObject({
        name: parent,
        kind: "veth",
      });
    });
  });

  test("tells an ipvlan, unless the kernel has none", async () => {
    const make = ["link", "add", `nsm${process.pid}i`, "link", `nsm${process.pid}d`, "type", "ipvlan"];
    try {
      run("ip", ...make);
    } catch (error) {
      expect(String(error)).toMatch(/Unknown device type|not supported/);
      console.log("this kernel has no ipvlan, which ip says as well");
      return;
    }
    await look(({ links }) => {
      const ipvlan = links.find(({ end }) => end.name === `nsm${process.pid}i`);
      expect(ipvlan?.end).toMatchObject({ kind: "ipvlan", lower: { name: `nsm${process.pid}d` } });
    });
  });

  test("lists containers on the host's network, in another's and without one as what they are", async () => {
    const [web] = containers;
    const told = [
      { ...inhabitants.container("on-host", ["--network", "host"]), network: "host", joinedId: null },
      {
        ...inhabitants.container("joined", ["--network", `container:${web?.Id}`]),
        network: "joined",
        joinedId: web?.Id,
      },
      { ...inhabitants.container("none", ["--network", "none"]), network: "none", joinedId: null },
    ];
    await look(({ unlinked, links }) => {
      for (const { Id, network: kind, joinedId } of told) {
        expect(unlinked.find(({ groupId }) => groupId === Id)).toMatchObject({ network: kind, joinedId });
        expect(links.filter(({ groupId }) => groupId === Id)).toEqual([]);
      }
    });
  });

  test("follows cables between namespaces whose ends all have the same number", async () => {
    const pids: number[] = [];
    for (let at = 0; at < 4; at += 1) pids.push(await inhabitants.bareSet(["--net"], ":"));
    const told = [pids.slice(0, 2), pids.slice(2)].map(([left, right]) => {
      const end = ["type", "veth", "peer", "name", `r${left}`, "index", "777", "netns", `${right}`];
      run("nsenter", "-t", `${left}`, "-n", "ip", "link", "add", `l${left}`, "index", "777", ...end);
      return [
        `l${left} in ${namespaceInodes(Number(left))["net"]}`,
        `r${left} in ${namespaceInodes(Number(right))["net"]}`,
      ];
    });
    await look(({ links }) => {
      const shown = links
        .filter(({ end }) => /^[lr]\d+$/.test(end.name))
        .map(({ end, otherEnd }) => [end, otherEnd].map((each) => `${each?.name} in ${each?.netns}`).sort());
      expect(shown.sort()).toEqual(told.sort());
    });
  });
});
