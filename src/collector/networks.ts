import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { type NetDev, parseNetDev } from "../procfs/net-dev.ts";
import type { IssueLog } from "./issue-log.ts";
import { OutwardInterfaces } from "./outward-interfaces.ts";
import type { NetworkSample, ProcessSample } from "./sample.ts";

/** How many processes of a namespace are tried: one may end just now. */
const TRIES = 3;

/** Off the screen a namespace is read once in so many samples. */
const OFF_SCREEN_SAMPLES = 10;

/** … and one where nothing but the loopback is once in so many: there is no traffic until somebody gives it an interface. */
const ALONE_SAMPLES = 5;

/** Where processes are. */
export interface Inhabitants {
  readonly processes: readonly ProcessSample[];
  /** Another object whenever one of them is elsewhere than before; see {@link import("./process-samples.ts").ProcessSamples.places}. */
  readonly places: object;
}

/** The traffic of every network namespace that a process is in. */
export class Networks {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #outward: OutwardInterfaces;
  #places: object | null = null;
  #pids: ReadonlyMap<number, readonly number[]> = new Map();
  #last: ReadonlyMap<number, NetworkSample> = new Map();
  /** Those of namespaces without an interface that counts. */
  readonly #alone = new WeakSet<NetworkSample>();
  #samples = 0;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
    this.#outward = new OutwardInterfaces(reader);
  }

  /**
   * Reads each once; those that are not on screen in turn.
   *
   * @param hostInode - The host's own, which counts only interfaces that lead out; `null` when it is not known.
   * @param onScreen - Inodes; `null`: all.
   */
  read(
    inhabitants: Inhabitants,
    hostInode: number | null,
    onScreen: ReadonlySet<number> | null,
    nowSeconds: number,
  ): ReadonlyMap<number, NetworkSample> {
    this.#samples += 1;
    const networks = new Map<number, NetworkSample>();
    for (const [inode, pids] of this.#pidsByNetwork(inhabitants)) {
      const last = this.#last.get(inode);
      const isSeen = onScreen === null || onScreen.has(inode) || inode === hostInode;
      const network =
        last !== undefined && !this.#isTurn(networks.size, this.#period(last, isSeen))
          ? last
          : this.#readOne(inode, inode === hostInode, pids, nowSeconds);
      if (network !== null) networks.set(inode, network);
    }
    this.#last = networks;
    return networks;
  }

  /** In how many samples one is read once. */
  #period(last: NetworkSample, isSeen: boolean): number {
    if (!isSeen) return OFF_SCREEN_SAMPLES;
    return this.#alone.has(last) ? ALONE_SAMPLES : 1;
  }

  #isTurn(place: number, period: number): boolean {
    return (place + this.#samples) % period === 0;
  }

  #pidsByNetwork({ processes, places }: Inhabitants): ReadonlyMap<number, readonly number[]> {
    if (places !== this.#places) this.#pids = pidsByNetwork(processes);
    this.#places = places;
    return this.#pids;
  }

  #readOne(
    inode: number,
    isHosts: boolean,
    pids: readonly number[],
    nowSeconds: number,
  ): NetworkSample | null {
    const interfaces = this.#readNetDev(pids);
    if (interfaces === null) return null;
    const counted = isHosts ? this.#outward.of(interfaces) : interfaces.filter(isNotLoopback);
    const network = {
      readAtSeconds: nowSeconds,
      receiveBytes: counted.reduce((sum, { receiveBytes }) => sum + receiveBytes, 0),
      transmitBytes: counted.reduce((sum, { transmitBytes }) => sum + transmitBytes, 0),
    };
    // Not of the first: until there are two there is no rate, not even of nothing.
    if (counted.length === 0 && this.#last.has(inode)) this.#alone.add(network);
    return network;
  }

  #readNetDev(pids: readonly number[]): readonly NetDev[] | null {
    for (const pid of pids) {
      const path = `/proc/${pid}/net/dev`;
      try {
        return parseNetDev(this.#reader.readText(path));
      } catch (error) {
        this.#issues.addFailure(error, path, "The traffic of a network namespace is not known");
        if (!(error instanceof ReadFailure)) return null;
      }
    }
    return null;
  }
}

/** A few processes of each network namespace. */
function pidsByNetwork(processes: readonly ProcessSample[]): ReadonlyMap<number, readonly number[]> {
  const networks = new Map<number, number[]>();
  for (const { pid, state, namespaces } of processes) {
    if (namespaces.net === null || state === "Z") continue;
    const pids = networks.get(namespaces.net);
    if (pids === undefined) networks.set(namespaces.net, [pid]);
    else if (pids.length < TRIES) pids.push(pid);
  }
  return networks;
}

function isNotLoopback({ name }: NetDev): boolean {
  return name !== "lo";
}
