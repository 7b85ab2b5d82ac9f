import type { InterfaceFacts } from "./detail-sample.ts";

/** The interfaces of one network namespace, raw. */
export interface NetworkNamespaceFacts {
  readonly inode: number;
  /** A process in it. */
  readonly pid: number;
  /** All but loopback; `null` while it has not been asked for them: where there are many namespaces, they take turns. */
  readonly interfaces: readonly MapInterfaceFacts[] | null;
}

export interface MapInterfaceFacts extends InterfaceFacts {
  /** Name of the bridge it hangs on, in its own namespace. */
  readonly master: string | null;
  /** Of a macvlan, ipvlan or vlan: the interface below it. */
  readonly lower: {
    /** Inode of the network namespace it is in; `null` when it could not be told. */
    readonly netns: number | null;
    readonly name: string | null;
  } | null;
}

/** Every network namespace that a process lives in, the host's first. */
export interface NetworkMapSample {
  readonly monotonicSeconds: number;
  readonly namespaces: readonly NetworkNamespaceFacts[];
}
