import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { DoctorFacts, RightsFacts, TerminalFacts } from "../../src/collector/doctor-facts.ts";
import { CONTAINER_RUN } from "../../src/model/container-run.ts";
import { deriveDoctor } from "../../src/model/derive-doctor.ts";
import type { DoctorCheck } from "../../src/model/doctor.ts";
import type { NamespaceType } from "../../src/procfs/namespace-link.ts";
import { controller, findings, GOOD_TERMINAL, HEALTHY } from "./doctor-findings.ts";

type Changes = { readonly [Part in keyof DoctorFacts]?: Partial<DoctorFacts[Part]> };

/** The healthy host with a few facts changed. */
function changed(changes: Changes): DoctorFacts {
  const parts = Object.entries(changes).map(([part, some]) => {
    const whole = HEALTHY[part as keyof DoctorFacts];
    return [part, Array.isArray(whole) ? some : { ...whole, ...some }];
  });
  return { ...HEALTHY, ...Object.fromEntries(parts) };
}

function doctor(changes: Changes = {}, terminal: Partial<TerminalFacts> = {}) {
  return deriveDoctor(findings(changed(changes)), { ...GOOD_TERMINAL, ...terminal });
}

/** The check of a name. */
function check(name: string, changes: Changes = {}, terminal: Partial<TerminalFacts> = {}): DoctorCheck {
  const found = doctor(changes, terminal).checks.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no check ${name}`);
  return found;
}

const rights = (some: Partial<RightsFacts>): Changes => ({ rights: some });
const isHosts = (some: Partial<Record<NamespaceType, boolean | null>>) => ({
  ...HEALTHY.place.isHosts,
  ...some,
});
const NOBODY: Partial<RightsFacts> = {
  uid: 65534,
  userName: "nobody",
  effective: [],
  kernelLog: "denied",
  hostNamespaces: "denied",
  others: { tried: 40, namespaces: 0, io: 0, files: 0 },
  enters: { did: false, message: "nsenter: Operation not permitted" },
};
const OTHERS_PIDS = { pid: false, net: false, uts: false } as const;

describe("a host that lacks nothing", () => {
  test("is told to be well, check by check, and no advice is given", () => {
    const { checks, summary, advice } = doctor();
    expect(checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(checks.filter(({ costs, remedy }) => costs !== null || remedy !== null)).toEqual([]);
    expect(summary).toEqual({ ok: checks.length, limited: 0, missing: 0, unknown: 0 });
    expect(advice).toBeNull();
  });

  test("has a check of each name once in its group", () => {
    const names = doctor().checks.map(({ group, name }) => `${group} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the summary", () => {
  test("counts every check", () => {
    const { checks, summary } = doctor({ ...rights(NOBODY), runtime: { openFiles: null } });
    expect(Object.values(summary).reduce((sum, count) => sum + count)).toBe(checks.length);
    expect(summary.unknown).toBe(1);
  });

  test.each<[string, Changes]>([
    ["nobody", rights(NOBODY)],
    ["a container", { place: { isHosts: isHosts(OTHERS_PIDS), container: "docker 0123" } }],
    ["v1", { controlGroups: { version: "v1" } }],
  ])("what is not there says what it costs: %s", (_whose, changes) => {
    const lacking = doctor(changes).checks.filter(({ state }) => state === "missing" || state === "limited");
    expect(lacking.length).toBeGreaterThan(0);
    expect(lacking.filter(({ costs, remedy }) => costs === null || remedy === null)).toEqual([]);
  });
});

test("a part that could not be found out is one check that says why", () => {
  const failure = "not found out within 12 s, it hangs on /proc/7/fd";
  const { checks } = deriveDoctor({ ...findings(HEALTHY), rights: { failure } }, GOOD_TERMINAL);
  expect(checks.filter(({ group }) => group === "rights")).toEqual([
    { group: "rights", name: "rights", state: "unknown", found: failure, costs: null, remedy: null },
  ]);
});

describe("the kernel", () => {
  test.each([
    ["by-argument", /psi=0/, /take psi=0 off/],
    ["by-default", /default/, /psi=1/],
    ["not-built", /built without/, /CONFIG_PSI=y/],
    ["hidden", /nothing but processes/, /subset=pid/],
    [null, /counts none/, /psi=1.*CONFIG_PSI=y/],
  ] as const)("without pressure, as %s says, is told what would give it", (pressureIsOff, found, remedy) => {
    const { state, ...said } = check("pressure", { kernel: { pressure: "gone", pressureIsOff } });
    expect(state).toBe("missing");
    expect(said.found).toMatch(found);
    expect(said.remedy).toMatch(remedy);
  });

  test("of which a file hangs is not said to lack what is in it", () => {
    expect(check("pressure", { kernel: { pressure: "hangs" } })).toMatchObject({
      state: "unknown",
      found: "/proc/pressure: reading it hangs",
      remedy: null,
    });
  });
});

describe("a controller", () => {
  test.each([
    [{ home: null, inKernel: "disabled" }, "missing", /command line/, /cgroup_disable=memory/],
    [{ home: null, inKernel: "enabled" }, "missing", /not mounted/, /mount -t cgroup -o memory/],
    [{ home: null, inKernel: "absent" }, "missing", /not in this kernel/, /CONFIG_MEMCG=y/],
    [{ isWithheld: true }, "limited", /not given to the cgroups below/, /echo \+memory/],
  ] as const)("that is %j is %s", (changes, state, found, remedy) => {
    const said = check("memory", { controlGroups: { controllers: [controller(changes)] } });
    expect(said.state).toBe(state);
    expect(said.found).toMatch(found);
    expect(said.remedy).toMatch(remedy);
    expect(said.costs).toMatch(/OOM kills/);
  });

  test("that a container's own cgroup has need not be given on", () => {
    const controllers = [controller({ isWithheld: true })];
    expect(check("memory", { controlGroups: { controllers, isWholeTree: false } }).state).toBe("ok");
  });

  test("is called by v1's name where v1 is meant", () => {
    const io = controller({ name: "io", home: null, inKernel: "disabled" });
    expect(check("io", { controlGroups: { controllers: [io] } }).remedy).toContain("cgroup_disable=blkio");
  });
});

describe("control groups", () => {
  test("that are not mounted are one check", () => {
    const { checks } = doctor({ controlGroups: { version: null } });
    expect(checks.filter(({ group }) => group === "cgroups")).toMatchObject([
      { name: "version", state: "missing", found: "not mounted" },
    ]);
  });

  test("of a container are not the host's tree", () => {
    expect(check("tree", { controlGroups: { isWholeTree: false, mountedRoot: "/docker/01" } })).toMatchObject(
      {
        state: "missing",
        found: "only what is below a container's cgroup: /docker/01",
        remedy: expect.stringContaining("--cgroupns=host"),
      },
    );
  });
});

describe("a user without rights", () => {
  test("lacks each of them, and is advised to be root", () => {
    const { checks, advice } = doctor(rights(NOBODY));
    const states = new Map(checks.map(({ name, state }) => [name, state]));
    expect(states.get("user")).toBe("limited");
    for (const name of [
      "CAP_SYS_PTRACE",
      "CAP_SYS_ADMIN",
      "CAP_DAC_READ_SEARCH",
      "host's namespaces",
      "others' namespaces",
      "others' I/O",
      "others' open files",
      "entering namespaces",
      "kernel log",
    ]) {
      expect(states.get(name), name).toBe("missing");
    }
    expect(advice).toBe("sudo nstop");
  });

  test("who may read some of the others is limited", () => {
    const others = { tried: 40, namespaces: 4, io: 40, files: 0 };
    expect(check("others' namespaces", rights({ others }))).toMatchObject({
      state: "limited",
      found: "could be read of 4 of 40 processes that were tried",
    });
    expect(check("others' I/O", rights({ others })).state).toBe("ok");
  });

  test("who sees nobody else cannot tell", () => {
    const others = { tried: 0, namespaces: 0, io: 0, files: 0 };
    expect(check("others' I/O", rights({ others }))).toMatchObject({ state: "unknown" });
  });

  test("is root in a user namespace only, and is told whom the host takes it for", () => {
    const uidMap = [{ inside: 0, outside: 100000, length: 65536 }];
    expect(check("user", rights({ uidMap }))).toMatchObject({
      state: "limited",
      found: "uid 0, root; outside of its user namespace 100000",
    });
  });

  test("may have the one capability that makes up for another", () => {
    const effective = ["CAP_DAC_OVERRIDE"];
    expect(check("CAP_DAC_READ_SEARCH", rights({ effective }))).toMatchObject({
      state: "ok",
      found: "CAP_DAC_OVERRIDE gives more",
    });
  });
});

describe("/proc", () => {
  const proc = (some: Partial<RightsFacts["proc"]>) => rights({ proc: { ...HEALTHY.rights.proc, ...some } });

  test("that hides processes says who would see them", () => {
    const said = check("/proc", proc({ hidePid: "invisible", hidePidGroup: 27, init: "gone" }));
    expect(said).toMatchObject({ state: "missing", found: expect.stringContaining("hidepid=invisible") });
    expect(said.remedy).toMatch(/group 27.*hidepid=0/);
  });

  test("that hides them from others takes nothing", () => {
    expect(check("/proc", proc({ hidePid: "2" })).state).toBe("ok");
    expect(check("/proc", proc({ hidePid: "0" })).found).toBe("hides no process");
  });

  test("that has nothing but processes is limited", () => {
    expect(check("/proc", proc({ isSubset: true }))).toMatchObject({
      state: "limited",
      found: "mounted with subset=pid",
    });
  });
});

describe("what confines nstop", () => {
  test("takes nothing from who has no rights to lose", () => {
    expect(check("confinement", rights({ ...NOBODY, seccomp: 2 })).state).toBe("ok");
  });

  test("is told of when it takes what a capability would give", () => {
    const others = { tried: 40, namespaces: 0, io: 0, files: 0 };
    expect(check("confinement", rights({ others, label: "docker-default (enforce)" }))).toMatchObject({
      state: "limited",
      found: "docker-default (enforce)",
      remedy: expect.stringContaining("apparmor=unconfined"),
    });
  });

  test("is nothing where it says so itself", () => {
    expect(check("confinement", rights({ label: "unconfined" })).found).toBe("none");
  });

  test("is not Yama, since nstop attaches to nobody", () => {
    expect(check("yama", rights({ yamaScope: 3 })).state).toBe("ok");
  });
});

describe("in a container", () => {
  const place = { isHosts: isHosts(OTHERS_PIDS), container: "docker 0123456789ab" };

  test("each namespace of its own costs something, and has the option that gives the host's", () => {
    expect(check("nstop runs", { place })).toMatchObject({
      state: "limited",
      found: "in a container: docker 0123456789ab",
    });
    expect(check("pid namespace", { place })).toMatchObject({
      state: "missing",
      remedy: expect.stringContaining("--pid=host"),
    });
    expect(check("net namespace", { place }).remedy).toContain("--network=host");
    expect(check("cgroup namespace", { place }).state).toBe("ok");
  });

  test("that has the host's namespaces and rights nothing is advised", () => {
    const { advice, checks } = doctor({ place: { container: "docker 0123456789ab" } });
    expect(checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(advice).toBeNull();
  });

  test("rights come from how it is run", () => {
    const changes = { place: { container: "docker 01" }, ...rights({ effective: [], uid: 0 }) };
    expect(check("CAP_SYS_PTRACE", changes).remedy).toBe(
      "--cap-add SYS_PTRACE for its container, or --privileged",
    );
    expect(doctor(changes).advice).toBe(CONTAINER_RUN);
  });

  test("the advice is what README says", () => {
    const readme = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
    expect(readme.replace(/ \\\n +/g, " ")).toContain(CONTAINER_RUN);
  });

  test("whose namespaces cannot be compared it is not known", () => {
    expect(check("net namespace", { place: { isHosts: isHosts({ net: null }) } }).state).toBe("unknown");
  });
});

describe("an engine", () => {
  const [docker] = HEALTHY.engines.reports;
  const report = { ...docker, name: "docker", endpoint: "unix:///run/docker.sock", version: null } as const;

  test("that does not answer says why, what it costs, and what to do", () => {
    const message =
      "is not running, nobody listens at its socket: start the engine, or see what is there (ls -l)";
    const reports = [{ ...report, state: "unreachable", message }] as const;
    expect(check("docker", { engines: { reports } })).toMatchObject({
      state: "missing",
      found: "unix:///run/docker.sock is not running, nobody listens at its socket",
      costs: expect.stringContaining("the names of 2 come from what it keeps on disk"),
      remedy: "start the engine, or see what is there (ls -l)",
    });
  });

  test("that is asked at two sockets has two checks", () => {
    const reports = [report, { ...report, endpoint: "unix:///b" }].map((one) => ({
      ...one,
      state: "connected" as const,
      message: null,
    }));
    expect(check("docker (2)", { engines: { reports } }).found).toBe("connected, at unix:///b");
  });

  test("that nobody asks is known by the containers that run here", () => {
    const engines = { running: { docker: 2, podman: 1, lxc: 1, containerd: 3 }, known: { containerd: 3 } };
    expect(check("podman", { engines })).toMatchObject({
      state: "limited",
      found: "1 container runs here, and nobody answers for it",
      remedy: expect.stringContaining("podman.socket"),
    });
    expect(check("lxc", { engines }).state).toBe("ok");
    expect(check("containerd", { engines }).state).toBe("ok");
  });

  test("is not there, and no container either", () => {
    expect(check("engines", { engines: { reports: [], running: {} } })).toMatchObject({
      state: "missing",
      costs: expect.stringContaining("nothing as long as"),
    });
  });

  test("is not asked when nobody is to be", () => {
    const { checks } = doctor({ engines: { asked: false } });
    expect(checks.filter(({ group }) => group === "engines")).toMatchObject([{ state: "unknown" }]);
  });

  test("that the environment names is not followed, and that is said", () => {
    const elsewhere = { dockerHost: "unix:///run/user/1000/docker.sock" };
    expect(check("DOCKER_HOST", { engines: elsewhere })).toMatchObject({
      state: "limited",
      remedy: "nstop --engine unix:///run/user/1000/docker.sock",
    });
    expect(check("DOCKER_HOST", { engines: { dockerHost: "tcp://box:2375" } }).remedy).toMatch(
      /on that host/,
    );
    const same = doctor({ engines: { dockerHost: "unix:///run/docker.sock" } });
    expect(same.checks.some(({ name }) => name === "DOCKER_HOST")).toBe(false);
  });

  test("whose files may not be read loses its names when it is down", () => {
    const dockerFiles = { path: "/var/lib/docker/containers", outcome: "denied" } as const;
    expect(check("docker's files", { engines: { dockerFiles } }).state).toBe("limited");
  });
});

describe("a program", () => {
  test("that is not installed is named with its package", () => {
    const programs = [{ name: "ip", path: null, version: null, isWhole: false }] as const;
    const facts = { ...HEALTHY, programs };
    const { checks } = deriveDoctor(findings(facts), GOOD_TERMINAL);
    expect(checks.find(({ name }) => name === "ip")).toMatchObject({
      state: "missing",
      remedy: expect.stringMatching(/iproute2.*dnf: iproute$/),
    });
  });

  test("that does not answer is not known", () => {
    const programs = [{ name: "ip", path: "/bin/ip", version: null, isWhole: null }] as const;
    const { checks } = deriveDoctor(findings({ ...HEALTHY, programs }), GOOD_TERMINAL);
    expect(checks.find(({ name }) => name === "ip")).toMatchObject({
      state: "unknown",
      found: "/bin/ip does not answer",
    });
  });

  test("that is another one of that name is limited", () => {
    const programs = [{ name: "lsns", path: "/bin/lsns", version: "BusyBox", isWhole: false }] as const;
    const { checks } = deriveDoctor(findings({ ...HEALTHY, programs }), GOOD_TERMINAL);
    expect(checks.find(({ name }) => name === "lsns")).toMatchObject({
      state: "limited",
      found: "/bin/lsns, BusyBox: it is not util-linux from 2.38 on",
    });
  });
});

describe("the terminal", () => {
  test.each([
    ["size", { size: { columns: 39, rows: 24 } }, "limited"],
    ["size", { size: { columns: 40, rows: 10 } }, "ok"],
    ["size", { size: null }, "unknown"],
    ["terminal", { term: "dumb" }, "missing"],
    ["terminal", { isTerminal: false }, "unknown"],
    ["characters", { locale: "C" }, "limited"],
    ["characters", { locale: "C", ascii: true }, "ok"],
    ["characters", { locale: "de_DE.utf8" }, "ok"],
    ["colours", { color: false }, "ok"],
  ] as const)("its %s with %j: %s", (name, terminal, state) => {
    expect(check(name, {}, terminal).state).toBe(state);
  });
});

describe("the runtime", () => {
  test.each([
    ["runtime", { nodeVersion: "v22.11.0" }, "limited"],
    ["runtime", { nodeVersion: "v22.12.0" }, "ok"],
    ["open files", { keptFiles: 512 }, "limited"],
    ["open files", { openFiles: null }, "unknown"],
    ["free memory", { availableBytes: 2 ** 26 }, "limited"],
    ["free memory", { availableBytes: null }, "unknown"],
  ] as const)("its %s with %j: %s", (name, runtime, state) => {
    expect(check(name, { runtime }).state).toBe(state);
  });
});
