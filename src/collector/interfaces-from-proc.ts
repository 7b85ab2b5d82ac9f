import { parseFibTrie } from "../procfs/fib-trie.ts";
import { parseIfInet6 } from "../procfs/if-inet6.ts";
import type { NetDev } from "../procfs/net-dev.ts";
import { parseNetRoute, type Route } from "../procfs/net-route.ts";
import type { DetailContext } from "./detail-context.ts";
import type { InterfaceFacts } from "./detail-sample.ts";

type Address = InterfaceFacts["addresses"][number];

/**
 * What the kernel's files tell of a network namespace's interfaces, where `ip` is not installed or may not enter.
 * They do not tell kinds, hardware addresses, states or `veth` peers.
 */
export function interfacesFromProc(
  { reader, issues, pid }: DetailContext,
  counters: readonly NetDev[],
): readonly InterfaceFacts[] {
  const read = <Entry>(file: string, parse: (text: string) => readonly Entry[]) => {
    const path = `/proc/${pid}/net/${file}`;
    return issues.attempt(path, "Some addresses are not known", () => parse(reader.readText(path))) ?? [];
  };
  const inet6 = read("if_inet6", parseIfInet6);
  const routes = read("route", parseNetRoute);
  const own = read("fib_trie", parseFibTrie).filter(
    ({ type, prefixLength }) => type === "LOCAL" && prefixLength === 32,
  );
  const addresses4 = [...new Set(own.map(({ address }) => address))];
  return counters.map(({ receivePackets, transmitPackets, name, ...counter }) => {
    const addresses6 = inet6.filter((entry) => entry.name === name);
    return {
      index: addresses6[0]?.index ?? null,
      name,
      kind: name === "lo" ? "loopback" : "unknown",
      mac: null,
      mtu: null,
      state: "unknown",
      addresses: [
        ...addresses4.flatMap((address) => address4(address, name, routes)),
        ...addresses6.map(({ address, prefixLength }) => ({
          address,
          prefixLength,
          family: "inet6" as const,
        })),
      ],
      peer: null,
      ...counter,
    };
  });
}

/** An address is on the interface whose network it lies in. */
function address4(address: string, interfaceName: string, routes: readonly Route[]): readonly Address[] {
  if (address.startsWith("127.")) {
    return interfaceName === "lo" ? [{ address, prefixLength: 8, family: "inet" }] : [];
  }
  const network = routes.find(
    ({ gateway, destination }) => gateway === null && contains(destination, address),
  );
  if (network?.interface !== interfaceName) return [];
  return [{ address, prefixLength: prefixLengthOf(network.destination), family: "inet" }];
}

function contains(network: string, address: string): boolean {
  const length = prefixLengthOf(network);
  return length > 0 && bits(network).slice(0, length) === bits(address).slice(0, length);
}

function prefixLengthOf(network: string): number {
  return Number(network.split("/")[1]);
}

/** An IPv4 address as 32 binary digits. */
function bits(address: string): string {
  const [numbers = ""] = address.split("/");
  return numbers
    .split(".")
    .map((byte) => Number(byte).toString(2).padStart(8, "0"))
    .join("");
}
