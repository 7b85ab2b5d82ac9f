import { describe, expect, test } from "vitest";
import type { SecurityFacts } from "../../src/collector/detail-sample.ts";
import type { ContainerSettings } from "../../src/engines/engine.ts";
import { deriveSecurity } from "../../src/model/derive-security.ts";
import type { SecurityComparison } from "../../src/model/detail.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { groupOf } from "../view/detail-fixture.ts";
import { container, containerId } from "./sample-builder.ts";
import { settings } from "./settings.ts";

const WEB = containerId("a");

/** What Docker gives by default, and all that there is. */
const DEFAULT_MASK = "00000000a80425fb";
const ALL_MASK = "000001ffffffffff";

const FACTS: SecurityFacts = {
  capabilityMasks: { Inh: "0", Prm: DEFAULT_MASK, Eff: DEFAULT_MASK, Bnd: DEFAULT_MASK, Amb: "0" },
  hostBoundingMask: ALL_MASK,
  seccomp: 2,
  noNewPrivileges: false,
  lsm: "docker-default (enforce)",
  uidMap: [{ inside: 0, outside: 0, length: 4_294_967_295 }],
  mounts: [{ mountPoint: "/", writable: true }],
  hostFiles: [],
};

const OWN = { inode: 7, sharedWithHost: false, sharedWith: [] };
const HOSTS = { inode: 1, sharedWithHost: true, sharedWith: [] };
const GROUP = groupOf("web", {
  containerId: WEB,
  namespaces: { mnt: OWN, uts: OWN, pid: OWN, ipc: OWN, net: OWN, user: HOSTS, cgroup: OWN, time: HOSTS },
});

interface Case {
  readonly facts?: Partial<SecurityFacts>;
  readonly told?: Partial<ContainerSettings> | null;
  readonly group?: Group;
}

function security({ facts, told = {}, group = GROUP }: Case = {}) {
  const known = container({ id: WEB, settings: told && settings({ lsmProfile: "docker-default", ...told }) });
  return deriveSecurity({ ...FACTS, ...facts }, group, {
    reports: [],
    containers: new Map([[WEB, known]]),
    events: [],
  });
}

function compared(what: string, of: Case): SecurityComparison | undefined {
  return security(of).comparison.find((row) => row.what === what);
}

test("an ordinary container differs in nothing from what it was told to be", () => {
  const { comparison, ...view } = security();
  expect(comparison.filter(({ differs }) => differs)).toEqual([]);
  expect(view).toMatchObject({
    privileged: false,
    seccomp: "filter",
    noNewPrivileges: false,
    userNamespaced: false,
    hostMounts: [],
    engineSocketMounted: false,
  });
  expect(view.capabilities?.bounding).toHaveLength(14);
});

test("without an engine's word there is only what the kernel does", () => {
  const { privileged, comparison } = security({ told: null });
  expect(privileged).toBe(false);
  expect(comparison.every(({ configured, differs }) => configured === null && !differs)).toBe(true);
});

test("all that the host has and no filter is privileged, whoever says what", () => {
  const facts = { capabilityMasks: { Eff: ALL_MASK, Bnd: ALL_MASK }, seccomp: 0 };
  expect(security({ told: null, facts }).privileged).toBe(true);
  expect(compared("privileged", { facts })).toMatchObject({ configured: "no", actual: "yes", differs: true });
});

test("what could not be read is not known, and differs from nothing", () => {
  const facts = {
    capabilityMasks: null,
    seccomp: null,
    noNewPrivileges: null,
    uidMap: null,
    mounts: null,
    hostFiles: null,
  };
  const view = security({ facts, told: null });
  expect(view).toMatchObject({
    privileged: null,
    capabilities: null,
    seccomp: null,
    userNamespaced: null,
    hostMounts: null,
    engineSocketMounted: null,
  });
  expect(security({ facts }).comparison.filter(({ differs }) => differs)).toEqual([]);
});

describe("capabilities", () => {
  test.each([
    [{ capAdd: ["CAP_NET_ADMIN"] }, "default, with CAP_NET_ADMIN", "14 of 41, but not CAP_NET_ADMIN"],
    [{ capDrop: ["CAP_CHOWN"] }, "default, without CAP_CHOWN", "14 of 41, also CAP_CHOWN"],
  ])("that are not those of %j are named", (told, configured, actual) => {
    expect(compared("capabilities", { told })).toMatchObject({ configured, actual, differs: true });
  });

  test("none but one is what was asked for", () => {
    const facts = { capabilityMasks: { Eff: "0", Bnd: "0000000000000400" } };
    const told = { capDrop: ["ALL"], capAdd: ["CAP_NET_BIND_SERVICE"] };
    expect(compared("capabilities", { facts, told })).toMatchObject({
      configured: "none, with CAP_NET_BIND_SERVICE",
      actual: "1 of 41",
      differs: false,
    });
  });

  test("that an engine is too old to know are not missed", () => {
    const known = "0000003fffffffff";
    const facts = { capabilityMasks: { Eff: known, Bnd: known }, seccomp: 0 };
    expect(compared("capabilities", { facts, told: { privileged: true } })).toMatchObject({
      actual: "38 of 41",
      differs: false,
    });
    expect(compared("privileged", { facts, told: { privileged: true } })?.actual).toBe("yes");
  });

  test("of a privileged container are all that the host has, which may be less than all", () => {
    const less = "000001fffeffffff";
    const facts = { capabilityMasks: { Eff: less, Bnd: less }, hostBoundingMask: less, seccomp: 0 };
    expect(compared("capabilities", { facts, told: { privileged: true } })).toMatchObject({ differs: false });
  });
});

test.each([
  ["seccomp", { facts: { seccomp: 0 } }, "filter", "off"],
  ["seccomp", { told: { securityOpt: ["seccomp=unconfined"] } }, "off", "filter"],
  ["no new privileges", { told: { securityOpt: ["no-new-privileges"] } }, "yes", "no"],
  ["security module", { facts: { lsm: "unconfined" } }, "docker-default", "unconfined"],
  ["user namespace", { told: { usernsMode: "keep-id" } }, "own", "root inside is root outside"],
  ["pid namespace", { told: { pidMode: "host" } }, "the host's", "own"],
  ["root file system", { told: { readonlyRootfs: true } }, "read-only", "writable"],
] as const)("%s that is not what was asked for differs", (what, of, configured, actual) => {
  expect(compared(what, of)).toEqual({ what, configured, actual, differs: true });
});

test("a namespace of its own that others have joined is still its own", () => {
  const group = { ...GROUP, namespaces: { ...GROUP.namespaces, net: { ...OWN, sharedWith: ["other"] } } };
  expect(compared("net namespace", { group })).toMatchObject({
    configured: "own",
    actual: "shared",
    differs: false,
  });
});

describe("root inside", () => {
  const uidMap = [{ inside: 0, outside: 100_000, length: 65_536 }];
  test("is named by its id outside", () => {
    expect(security({ facts: { uidMap } }).userNamespaced).toBe(true);
    expect(compared("user namespace", { facts: { uidMap } })?.actual).toBe(
      "root inside is uid 100000 outside",
    );
  });

  test("is nobody where no map was written", () => {
    expect(compared("user namespace", { facts: { uidMap: [] } })?.actual).toBe(
      "root inside is nobody outside",
    );
  });
});

describe("mounts from the host", () => {
  const bind = { type: "bind", source: "/etc", destination: "/host/etc", writable: false };

  test("leave out what the engine keeps for the container", () => {
    const hostFiles = [
      { source: "/var/lib/docker/overlay2/abc/merged", mountPoint: "/", writable: true },
      { source: `/var/lib/docker/containers/${WEB}/hosts`, mountPoint: "/etc/hosts", writable: true },
      { source: "/usr/bin/docker-init", mountPoint: "/sbin/docker-init", writable: false },
      { source: "/etc", mountPoint: "/host/etc", writable: false },
    ];
    expect(security({ facts: { hostFiles } }).hostMounts).toEqual([hostFiles[3]]);
  });

  test("are as they were asked for", () => {
    const facts = {
      mounts: [{ mountPoint: "/host/etc", writable: false }],
      hostFiles: [{ source: "/etc", mountPoint: "/host/etc", writable: false }],
    };
    expect(compared("mount /host/etc of /etc", { facts, told: { mounts: [bind] } })).toMatchObject({
      configured: "read-only",
      actual: "read-only",
      differs: false,
    });
  });

  test("differ when they are gone, or were mounted again writable", () => {
    const again = {
      mounts: [
        { mountPoint: "/host/etc", writable: false },
        { mountPoint: "/host/etc", writable: true },
      ],
    };
    const what = "mount /host/etc of /etc";
    expect(compared(what, { told: { mounts: [bind] } })).toMatchObject({
      actual: "not mounted",
      differs: true,
    });
    expect(compared(what, { facts: again, told: { mounts: [bind] } })).toMatchObject({
      actual: "writable",
      differs: true,
    });
  });

  test("include the host's shared memory, which comes with its ipc namespace", () => {
    const hostFiles = [{ source: "/dev/shm", mountPoint: "/dev/shm", writable: true }];
    const { comparison, hostMounts } = security({ facts: { hostFiles }, told: { ipcMode: "host" } });
    expect(hostMounts).toEqual(hostFiles);
    expect(comparison.some(({ what }) => what.includes("/dev/shm"))).toBe(false);
  });

  test("that nobody asked the engine for were mounted later", () => {
    const hostFiles = [{ source: "/run/docker.sock", mountPoint: "/tmp/x", writable: true }];
    expect(security({ facts: { hostFiles } }).engineSocketMounted).toBe(true);
    expect(compared("mount /tmp/x of /run/docker.sock", { facts: { hostFiles } })).toMatchObject({
      configured: "not mounted",
      actual: "writable",
      differs: true,
    });
  });
});
