import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Doctor, DoctorCheck } from "../../src/model/doctor.ts";
import { schemaFaults } from "../report/schema.ts";
import { describeLive, docker, labSocket, NSTOP, nstop, type Ran, run } from "./lab.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const NODE = realpathSync(process.execPath);
const DOCTOR = [NODE, NSTOP, "doctor", "--json"] as const;
const ENGINE = ["--engine", `unix://${labSocket}`] as const;

/** A user who has nothing but what everybody has. */
const NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all".split(" ");

/** What nstop needs of this machine to run in a container that has but a busybox. */
const PROGRAMS = ["/usr", "/lib", "/lib64", REPOSITORY].flatMap((path) => ["-v", `${path}:${path}:ro`]);

function read({ status, stdout, stderr }: Ran): Doctor {
  if (status !== 0) throw new Error(`nstop doctor ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs a program that runs nstop doctor. */
function diagnose(program: string, ...args: readonly string[]): Doctor {
  return read(spawnSync(program, args, { encoding: "utf8" }));
}

/** What `nstop doctor` says in a container of the lab's engine. */
function inContainer(...options: readonly string[]): Doctor {
  return JSON.parse(docker("run", "--rm", ...options, ...PROGRAMS, "busybox:lab", ...DOCTOR));
}

function check({ checks }: Doctor, group: string, name: string): DoctorCheck {
  const found = checks.find((candidate) => candidate.group === group && candidate.name === name);
  if (found === undefined) throw new Error(`there is no check ${name} in ${group}`);
  return found;
}

/** Names of what is in some state. */
function names({ checks }: Doctor, group: string, state: DoctorCheck["state"]): readonly string[] {
  return checks.filter((one) => one.group === group && one.state === state).map(({ name }) => name);
}

describeLive("nstop doctor", () => {
  describe("as root on the host", () => {
    let said: Doctor;
    beforeAll(() => {
      said = read(nstop("doctor", "--json", ...ENGINE));
    });

    test("is of its schema, and counts what it says", () => {
      expect(schemaFaults("doctor")(said)).toEqual([]);
      expect(Object.values(said.summary).reduce((sum, count) => sum + count)).toBe(said.checks.length);
    });

    test("lacks no right, is on the host, and has nothing to advise", () => {
      expect(said.checks.filter(({ group, state }) => group === "rights" && state !== "ok")).toEqual([]);
      expect(said.checks.filter(({ group, state }) => group === "place" && state !== "ok")).toEqual([]);
      expect(said.advice).toBeNull();
    });

    test("names the kernel, the engine and the programs as they do themselves", () => {
      expect(check(said, "kernel", "release").found).toBe(run("uname", "-r").trim());
      expect(check(said, "engines", "docker")).toMatchObject({
        state: "ok",
        found: `${docker("version", "--format", "{{.Server.Version}}")}, at unix://${labSocket}`,
      });
      expect(check(said, "programs", "nsenter").found).toContain(run("nsenter", "--version").trim());
      expect(check(said, "programs", "ip").found).toContain(run("ip", "-V").trim());
      expect(check(said, "runtime", "runtime").found).toContain(process.version);
    });

    test("finds each controller where the kernel has it mounted", () => {
      const mounts = readFileSync("/proc/self/mountinfo", "utf8");
      const homes = said.checks.flatMap(({ group, found }) => {
        const home = /^(v[12]) at (\S+)$/.exec(found);
        return group === "cgroups" && home !== null ? [home] : [];
      });
      expect(homes.length).toBeGreaterThanOrEqual(5);
      for (const [, version, mountPoint] of homes) {
        const type = version === "v1" ? "cgroup" : "cgroup2";
        expect(mounts).toMatch(new RegExp(` ${mountPoint} .* - ${type} `));
      }
    });

    test("prints the same for people, and is no failure whatever is missing", () => {
      const { status, stdout } = nstop("doctor", "--ascii", ...ENGINE);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^KERNEL\n {2}ok {2}release /);
      expect(stdout).toContain("standard output is none");
      expect(stdout).toMatch(/^ok \d+ {3}-- limited \d+ {3}!! missing \d+ {3}\?\? unknown \d+$/m);
    });
  });

  describe("as a user without rights", () => {
    let said: Doctor;
    beforeAll(() => {
      const [setpriv = "", ...options] = NOBODY;
      said = diagnose(setpriv, ...options, ...DOCTOR, ...ENGINE);
    });

    test("lacks every right, as trying shows", () => {
      expect(names(said, "rights", "missing")).toEqual([
        "CAP_SYS_PTRACE",
        "CAP_SYS_ADMIN",
        "CAP_DAC_READ_SEARCH",
        "host's namespaces",
        "others' namespaces",
        "others' I/O",
        "others' open files",
        "entering namespaces",
        "kernel log",
      ]);
      expect(check(said, "rights", "others' namespaces").found).toMatch(/^could be read of 0 of \d+/);
      expect(said.advice).toBe("sudo nstop");
    });

    test("is told why the engine does not answer, and what it costs", () => {
      expect(check(said, "engines", "docker")).toMatchObject({
        state: "missing",
        found: expect.stringContaining("does not let this user open its socket"),
        remedy: expect.stringContaining("sudo"),
      });
    });

    test("is on the host all the same", () => {
      expect(names(said, "place", "missing")).toEqual([]);
    });
  });

  test("with hidepid=2 says that processes are hidden, and from whom", () => {
    const behind = (...user: readonly string[]) =>
      diagnose(
        "unshare",
        "-m",
        "sh",
        "-c",
        'mount -t proc -o hidepid=2 proc /proc && exec "$@"',
        "sh",
        ...user,
        ...DOCTOR,
        "--no-engine",
      );
    const hidden = behind(...NOBODY);
    expect(check(hidden, "rights", "/proc")).toMatchObject({
      state: "missing",
      found: expect.stringMatching(/hidepid=(2|invisible)/),
    });
    expect(check(hidden, "rights", "others' namespaces").state).toBe("unknown");
    expect(check(behind(), "rights", "/proc").state).toBe("ok");
  });

  describe("in a container", () => {
    test("sees itself only, and says which option gives what", () => {
      const said = inContainer();
      expect(check(said, "place", "nstop runs").found).toMatch(/^in a container: docker [0-9a-f]{12}$/);
      expect(names(said, "place", "missing")).toEqual(
        expect.arrayContaining(["pid namespace", "net namespace", "uts namespace"]),
      );
      expect(check(said, "place", "pid namespace").remedy).toContain("--pid=host");
      expect(check(said, "rights", "host's namespaces").state).toBe("missing");
      expect(check(said, "rights", "CAP_SYS_PTRACE").remedy).toContain("--cap-add SYS_PTRACE");
      expect(check(said, "cgroups", "tree").state).toBe("missing");
      expect(said.advice).toMatch(/^docker run .*--privileged --pid=host/);
    });

    test("with --pid=host sees everybody, but not what they do", () => {
      const said = inContainer("--pid=host");
      expect(check(said, "place", "pid namespace").state).toBe("ok");
      expect(check(said, "place", "uts namespace").state).toBe("missing");
      expect(check(said, "rights", "CAP_SYS_PTRACE").state).toBe("missing");
      expect(check(said, "rights", "host's namespaces").state).toBe("missing");
      expect(check(said, "rights", "others' namespaces").state).not.toBe("ok");
      expect(said.advice).toMatch(/^docker run /);
    });

    test("that is run as README says lacks nothing but what the host lacks", () => {
      // Instead of --privileged: plain runc insists on all capabilities that there are, of which a confined machine lacks some.
      const capabilities = ["SYS_PTRACE", "SYS_ADMIN", "DAC_READ_SEARCH", "SYSLOG"].flatMap((name) => [
        "--cap-add",
        name,
      ]);
      const unconfined = ["seccomp", "apparmor"].flatMap((name) => ["--security-opt", `${name}=unconfined`]);
      const said = inContainer(
        ...capabilities,
        ...["--device", "/dev/kmsg"],
        ...unconfined,
        ...["--pid=host", "--network=host", "--uts=host", "--cgroupns=host"],
        ...["-v", "/sys/fs/cgroup:/sys/fs/cgroup:ro", "-v", `${labSocket}:/run/docker.sock`],
      );
      const host = read(nstop("doctor", "--json", "--no-engine"));
      const lacking = ({ checks }: Doctor) =>
        checks
          .filter(({ group, state }) => ["cgroups", "rights", "place"].includes(group) && state !== "ok")
          .map(({ group, name }) => `${group} ${name}`);
      expect(lacking(said)).toEqual(lacking(host));
      expect(check(said, "place", "nstop runs").found).toMatch(/with the host's namespaces$/);
      expect(check(said, "engines", "docker").state).toBe("ok");
      expect(said.advice).toBeNull();
    });
  });

  describe("when something hangs", () => {
    let folder: string;
    let silent: Server;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "nstop-doctor-"));
      silent = createServer().listen(join(folder, "silent.sock"));
      await once(silent, "listening");
    });
    afterAll(() => {
      silent.close();
      rmSync(folder, { recursive: true });
    });

    test("an engine is said not to answer, and all the rest is told", async () => {
      // Beside this process, which has to accept its connection.
      const child = spawn(
        NODE,
        [NSTOP, "doctor", "--json", "--engine", `unix://${join(folder, "silent.sock")}`],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      let stdout = "";
      child.stdout.on("data", (text) => {
        stdout += text;
      });
      await once(child, "close");
      const said: Doctor = JSON.parse(stdout);
      expect(check(said, "engines", "docker")).toMatchObject({
        state: "missing",
        found: expect.stringContaining("does not answer within"),
      });
      expect(names(said, "kernel", "unknown")).toEqual([]);
      expect(names(said, "rights", "ok").length).toBeGreaterThan(5);
    });

    test("a file of the kernel is said to hang, and all the rest is told", () => {
      const pipe = join(folder, "pipe");
      run("mkfifo", pipe);
      const script = `mount --bind ${pipe} /proc/pressure/cpu && mount --bind ${pipe} /proc/cgroups && exec "$@"`;
      const said = diagnose("unshare", "-m", "sh", "-c", script, "sh", ...DOCTOR, "--no-engine");
      expect(check(said, "kernel", "pressure")).toMatchObject({
        state: "unknown",
        found: "/proc/pressure: reading it hangs",
      });
      expect(names(said, "rights", "unknown")).toEqual([]);
      expect(check(said, "cgroups", "version").state).not.toBe("unknown");
    });
  });
});
