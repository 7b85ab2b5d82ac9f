import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cgroupMembership, cgroupUser, isHelperCgroup, podUid } from "../../src/cgroupfs/cgroup-owner.ts";

const ID = "5f9c1c7a3b".padEnd(64, "0");
const OUTER = "aa".padEnd(64, "1");
const OUTERMOST = "bb".padEnd(64, "2");
const POD = "podd2f1a3c4-5b6e-4f70-8a9b-0c1d2e3f4a5b";
const POD_SLICE = POD.replaceAll("-", "_");
const KUBEPODS = "/kubepods.slice/kubepods-burstable.slice";

describe("a container's engine, id and own cgroup are read from its path", () => {
  test.each([
    // Docker
    ["docker", ID, `/docker/${ID}`, ""],
    ["docker", ID, `/docker/${ID}`, "/init"],
    ["docker", ID, `/system.slice/docker-${ID}.scope`, ""],
    ["docker", ID, `/system.slice/docker-${ID}.scope`, "/system.slice/nginx.service"],
    ["docker", ID, `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${ID}.scope`, ""],
    // Docker with --cgroup-parent
    [null, ID, `/limited/${ID}`, ""],
    [null, ID, `/${ID}`, ""],
    ["docker", ID, `/limited.slice/docker-${ID}.scope`, ""],
    ["docker", ID, `/system.slice:docker:${ID}`, ""],
    // Podman
    ["podman", ID, `/libpod_parent/libpod-${ID}`, ""],
    ["podman", ID, `/machine.slice/libpod-${ID}.scope`, ""],
    ["podman", ID, `/machine.slice/libpod-${ID}.scope`, "/container"],
    [
      "podman",
      ID,
      `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`,
      "/container",
    ],
    ["podman", ID, `/system.slice/web.service/libpod-payload-${ID}`, ""],
    ["podman", ID, `/machine.slice/machine-libpod_pod_${OUTER}.slice/libpod-${ID}.scope`, "/container"],
    // Kubernetes
    [null, ID, `/kubepods/besteffort/${POD}/${ID}`, ""],
    [null, ID, `/kubepods/${POD}/${ID}`, ""],
    ["containerd", ID, `${KUBEPODS}/kubepods-burstable-${POD_SLICE}.slice/cri-containerd-${ID}.scope`, ""],
    ["crio", ID, `${KUBEPODS}/kubepods-burstable-${POD_SLICE}.slice/crio-${ID}.scope`, ""],
    ["crio", ID, `${KUBEPODS}/kubepods-burstable-${POD_SLICE}.slice/crio-${ID}.scope`, "/container"],
    ["crio", ID, `/kubepods/burstable/${POD}/crio-${ID}`, ""],
    ["docker", ID, `${KUBEPODS}/kubepods-burstable-${POD_SLICE}.slice/docker-${ID}.scope`, ""],
    [
      "containerd",
      ID,
      `/system.slice/containerd.service/kubepods-burstable-${POD_SLICE}.slice:cri-containerd:${ID}`,
      "",
    ],
    // containerd itself
    ["containerd", ID, `/default/${ID}`, ""],
    ["containerd", ID, `/k8s.io/${ID}`, ""],
    ["containerd", ID, `/system.slice/nerdctl-${ID}.scope`, ""],
    [null, ID, `/buildkit/${ID}`, ""],
    ["containerd", "redis", "/default/redis", ""],
    ["containerd", "redis", "/default/redis", "/init.scope"],
    // LXC
    ["lxc", "web", "/lxc/web", ""],
    ["lxc", "web", "/lxc/web", "/init.scope"],
    ["lxc", "web", "/lxc.payload.web", ""],
    ["lxc", "web.1", "/lxc.payload.web.1", "/system.slice/ssh.service"],
    ["lxc", "web", "/lxc.payload/web", ""],
    ["lxc", "lxc", "/lxc/lxc", "/user.slice"],
    // systemd-nspawn
    ["nspawn", "web", "/machine.slice/machine-web.scope", "/payload/system.slice/ssh.service"],
    ["nspawn", "web\\x2d1", "/machine.slice/machine-web\\x2d1.scope", "/payload"],
    ["nspawn", "web", "/machine.slice/systemd-nspawn@web.service", "/payload"],
  ])("%s %.8s of %s%s", (engine, id, path, below) => {
    expect(cgroupMembership(path + below)).toEqual({
      path: path + below,
      owner: { kind: "container", engine, id, path },
      outerContainerIds: [],
    });
  });
});

describe("nested engines: the innermost container owns, those around it are listed from outside", () => {
  test.each([
    [`/docker/${OUTER}/docker/${ID}`, "docker", [OUTER]],
    [`/docker/${OUTERMOST}/docker/${OUTER}/docker/${ID}`, "docker", [OUTERMOST, OUTER]],
    [`/system.slice/docker-${OUTER}.scope/docker/${ID}/init`, "docker", [OUTER]],
    [`/docker/${OUTER}/kubelet/kubepods/besteffort/${POD}/${ID}`, null, [OUTER]],
    [
      `/docker/${OUTER}/kubelet.slice/kubelet-${POD_SLICE}.slice/cri-containerd-${ID}.scope`,
      "containerd",
      [OUTER],
    ],
    [`/lxc.payload.build/docker/${ID}`, "docker", ["build"]],
    [`/machine.slice/machine-dev.scope/payload/system.slice/docker-${ID}.scope`, "docker", ["dev"]],
    [`/docker/${OUTER}/${ID}`, null, [OUTER]],
  ])("%s", (path, engine, outerContainerIds) => {
    const own = path.slice(0, path.indexOf(ID)) + ID + (path.includes(`${ID}.scope`) ? ".scope" : "");
    expect(cgroupMembership(path)).toEqual({
      path,
      owner: { kind: "container", engine, id: ID, path: own },
      outerContainerIds,
    });
  });
});

describe("a cgroup outside of the reader's own cgroup namespace", () => {
  test.each([
    [`/../${ID}`, null],
    [`/../../docker/${ID}`, "docker"],
    [`/../docker-${ID}.scope`, "docker"],
    [`/../../../machine.slice/libpod-${ID}.scope`, "podman"],
  ])("%s is a container's", (path, engine) => {
    expect(cgroupMembership(path).owner).toEqual({ kind: "container", engine, id: ID, path });
  });

  test("is a service's as well", () => {
    expect(cgroupMembership("/../../system.slice/ssh.service").owner?.id).toBe("ssh.service");
  });

  test.each(["/", "/..", "/../.."])("%s is nobody's", (path) => {
    expect(cgroupMembership(path).owner).toBeNull();
  });
});

describe("services", () => {
  test.each([
    ["ssh.service", "/system.slice/ssh.service", ""],
    ["getty@tty1.service", "/system.slice/system-getty.slice/getty@tty1.service", ""],
    ["dev\\x2dhugepages.service", "/system.slice/dev\\x2dhugepages.service", ""],
    ["x.service", "/user.slice/user-1000.slice/user@1000.service/app.slice/x.service", ""],
    ["user@1000.service", "/user.slice/user-1000.slice/user@1000.service", "/init.scope"],
    ["web.service", "/system.slice/web.service", "/supervisor"],
    ["systemd-nspawn@web.service", "/machine.slice/systemd-nspawn@web.service", "/supervisor"],
    ["docker.service", "/system.slice/docker.service", ""],
  ])("%s owns %s%s", (id, path, below) => {
    expect(cgroupMembership(path + below)).toEqual({
      path: path + below,
      owner: { kind: "service", engine: null, id, path },
      outerContainerIds: [],
    });
  });
});

describe("nobody's", () => {
  test.each([
    "/",
    "/init.scope",
    "/system.slice",
    "/user.slice/user-1000.slice/session-3.scope",
    "/.service",
    "/docker",
    "/docker/buildx",
    `/docker/${ID.slice(0, 63)}`,
    `/docker/${ID}0`,
    `/docker/${ID.toUpperCase()}`,
    "/libpod_parent/conmon",
    `/machine.slice/libpod-conmon-${ID}.scope`,
    `/system.slice/crio-conmon-${ID}.scope`,
    `/system.slice/docker-${ID}.mount`,
    `/kubepods/besteffort/${POD}`,
    "/lxc",
    "/default",
    "/limited/default/redis",
    "/lxc.monitor/web",
    "/lxc.monitor.web",
    "/lxc.pivot",
    "/machine.slice/machine-web.scope/supervisor",
    "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope",
  ])("%s", (path) => {
    expect(cgroupMembership(path)).toEqual({ path, owner: null, outerContainerIds: [] });
  });
});

describe("hostile names", () => {
  test("a cgroup that is gone is still that of its container, whose path has no mark", () => {
    expect(cgroupMembership(`/docker/${ID} (deleted)`).owner).toMatchObject({
      id: ID,
      path: `/docker/${ID}`,
    });
    expect(cgroupMembership("/system.slice/x.service (deleted)").owner?.path).toBe("/system.slice/x.service");
  });

  test.each(["/a:0::b", "/\u001b[2J", "/x\u202ey", "/ (deleted)", "/ ", "//", "/docker//", "/lxc/"])(
    "%j is nobody's",
    (path) => {
      expect(cgroupMembership(path)).toEqual({ path, owner: null, outerContainerIds: [] });
    },
  );

  test.each([":", "0::/", "\u001b[31m", " ", "docker", "..", "a (deleted)", "%"])(
    "what a container calls its own cgroup %j does not matter",
    (name) => {
      expect(cgroupMembership(`/docker/${ID}/${name}/x`).owner?.path).toBe(`/docker/${ID}`);
    },
  );

  test("an owner's own cgroup is the path or above it, whatever the names are", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "docker",
        ID,
        OUTER,
        `docker-${ID}.scope`,
        "x.service",
        "lxc",
        "..",
        "payload",
        "supervisor",
      ),
      fc.string({ unit: "binary" }).map((name) => name.replaceAll("/", "")),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = `/${parts.join("/")}`;
        const { owner, outerContainerIds } = cgroupMembership(path);
        const living = path.replace(/ \(deleted\)$/, "");
        expect(`${living}/`.startsWith(owner === null ? "" : `${owner.path}/`)).toBe(true);
        expect(owner?.kind === "container" || outerContainerIds.length === 0).toBe(true);
      }),
    );
  });
});

test("in whose hands a cgroup is, is told by the slice that systemd gives each user", () => {
  const own = "/user.slice/user-1000.slice/user@1000.service/user.slice";
  expect(cgroupUser(`${own}/libpod-${ID}.scope`)).toBe(1000);
  expect(cgroupUser("/user.slice/user-0.slice/session-1.scope")).toBe(0);
  expect(cgroupUser(`/docker/${OUTER}${own}/docker-${ID}.scope`)).toBeNull();
  expect(cgroupUser("/user.slice/user-1000.slice")).toBeNull();
  expect(cgroupUser(`/docker/${ID}`)).toBeNull();
  expect(cgroupUser(null)).toBeNull();
});

test("a pod's uid is read as Kubernetes writes it, from either driver's path", () => {
  const uid = POD.slice("pod".length);
  expect(podUid(`/kubepods/burstable/${POD}/${ID}`)).toBe(uid);
  expect(podUid(`/kubepods/${POD}/${ID}`)).toBe(uid);
  expect(podUid(`${KUBEPODS}/kubepods-burstable-${POD_SLICE}.slice/cri-containerd-${ID}.scope`)).toBe(uid);
  expect(podUid(`/system.slice/containerd.service/kubepods-${POD_SLICE}.slice:cri-containerd:${ID}`)).toBe(
    uid,
  );
  expect(podUid(`/kubepods/besteffort/pod${ID.slice(0, 32)}/${ID}`)).toBe(ID.slice(0, 32));
  expect(podUid(`/docker/${ID}`)).toBeNull();
  expect(podUid(`/machine.slice/machine-libpod_pod_${OUTER}.slice/libpod-${ID}.scope`)).toBeNull();
  expect(podUid("/kubepods/podium/x")).toBeNull();
});

test("nspawn's supervisor is told from what it minds, though it lies in the same cgroup", () => {
  expect(isHelperCgroup("/machine.slice/machine-web.scope/supervisor")).toBe(true);
  expect(isHelperCgroup("/machine.slice/machine-web.scope/payload")).toBe(false);
  expect(isHelperCgroup("/machine.slice/machine-web.scope")).toBe(false);
  expect(isHelperCgroup("/system.slice/web.service/supervisor")).toBe(false);
  expect(isHelperCgroup("/")).toBe(false);
});
