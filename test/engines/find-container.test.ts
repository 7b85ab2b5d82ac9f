import { execSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { SeenContainer } from "../../src/engines/engine.ts";
import { findContainer } from "../../src/engines/find-container.ts";
import { SearchRound } from "../../src/engines/search-round.ts";
import { idOf } from "./fake-engine.ts";
import { FakeHost } from "./fake-host.ts";

const ID = idOf("a");
const SANDBOX = idOf("b");
const POD_UID = "0d7f3c1e-6a55-4c1b-9d02-6f0b8a3a1111";
const POD_PATH = `/kubepods/burstable/pod${POD_UID}/${ID}`;
const STORAGE = "/srv/podman/overlay-containers";
const BUNDLES = "/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io";

function seen(facts: Partial<SeenContainer>): SeenContainer {
  return {
    id: ID,
    engine: null,
    userId: null,
    cgroupPath: `/${ID}`,
    leaderPid: 20,
    parentPid: 10,
    ...facts,
  };
}

function find(host: FakeHost, facts: Partial<SeenContainer>) {
  return findContainer(seen(facts), new SearchRound(host.reader));
}

describe("a container of Podman", () => {
  const PODMAN = { engine: "podman", cgroupPath: `/libpod_parent/libpod-${ID}` } as const;

  test("has the name that conmon was told, and the image that lies beside the bundle", async () => {
    const host = new FakeHost();
    host.process(10, ["/usr/bin/conmon", "-c", ID, "-b", `${STORAGE}/${ID}/userdata`, "-n", "web"]);
    const metadata = JSON.stringify({ "image-name": "localhost/shop:7", name: "web" });
    host.write(`${STORAGE}/containers.json`, JSON.stringify([{ id: ID, names: ["web"], metadata }]));
    expect(await find(host, PODMAN)).toMatchObject({
      id: ID,
      engine: "podman",
      endpoint: null,
      name: "web",
      image: "localhost/shop:7",
      state: null,
      pid: null,
    });
  });

  test("keeps its name while its list is damaged, cut off or missing", async () => {
    for (const text of [null, '[{"id":', '{"id":7}', `[{"id":"${ID}","metadata":"{"}]`]) {
      const host = new FakeHost();
      host.process(10, ["conmon", "-c", ID, "-b", `${STORAGE}/${ID}/userdata`, "-n", "web"]);
      if (text !== null) host.write(`${STORAGE}/containers.json`, text);
      expect(await find(host, PODMAN)).toMatchObject({ name: "web", image: null });
    }
  });

  test("that has a pipe or a device where its list should be keeps its name, and nothing waits", async () => {
    for (const plant of ["mkfifo PLACE", "ln -s /dev/zero PLACE"]) {
      const host = new FakeHost();
      host.process(10, ["conmon", "-c", ID, "-b", `${STORAGE}/${ID}/userdata`, "-n", "web"]);
      host.directory(STORAGE);
      execSync(plant.replace("PLACE", `${host.root}${STORAGE}/containers.json`));
      expect(await find(host, PODMAN)).toMatchObject({ name: "web", image: null });
      expect(host.reader.hangingReads).toBe(0);
    }
  });

  test("is found in Podman's usual place once conmon is gone", async () => {
    const host = new FakeHost();
    const path = "/var/lib/containers/storage/vfs-containers/containers.json";
    host.write(path, JSON.stringify([{ id: SANDBOX }, { id: ID, names: ["web"] }]));
    expect(await find(host, { ...PODMAN, parentPid: 1 })).toMatchObject({ name: "web" });
  });

  test("that is a user's own has the name that conmon was told: no file of that user is opened", async () => {
    const host = new FakeHost();
    host.process(10, ["conmon", "-c", ID, "-b", `/home/eve/c/${ID}/userdata`, "-n", "web"]);
    host.write("/home/eve/c/containers.json", JSON.stringify([{ id: ID, names: ["root's"] }]));
    const cgroupPath = `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`;
    expect(await find(host, { ...PODMAN, userId: 1000, cgroupPath })).toMatchObject({
      name: "web",
      image: null,
      userId: 1000,
    });
  });
});

describe("a container that containerd runs", () => {
  const SHIM = ["/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-id", SANDBOX];

  function pod(annotations: object): FakeHost {
    const host = new FakeHost();
    host.process(10, SHIM, `${BUNDLES}/${SANDBOX}`);
    host.write(`${BUNDLES}/${ID}/config.json`, JSON.stringify({ annotations }));
    return host;
  }

  const NAMED = {
    "io.kubernetes.cri.container-type": "container",
    "io.kubernetes.cri.container-name": "web",
    "io.kubernetes.cri.image-name": "shop/web:7",
    "io.kubernetes.cri.sandbox-name": "shop-0",
    "io.kubernetes.cri.sandbox-namespace": "prod",
  };

  test("is called as its bundle says, which lies beside the directory that its shim works in", async () => {
    expect(await find(pod(NAMED), { cgroupPath: POD_PATH })).toMatchObject({
      engine: "containerd",
      name: "web",
      image: "shop/web:7",
      pod: { namespace: "prod", name: "shop-0" },
      restartCount: null,
    });
  });

  test("is told by the kubelet's log names how often it was restarted", async () => {
    const host = pod(NAMED);
    const log = `/var/log/pods/prod_shop-0_${POD_UID}/web/3.log`;
    host.link(`/var/log/containers/shop-0_prod_web-${ID}.log`, log);
    expect(await find(host, { cgroupPath: POD_PATH })).toMatchObject({ name: "web", restartCount: 3 });
  });

  test("and holds a pod's namespaces is called pause", async () => {
    const { "io.kubernetes.cri.container-name": _, ...rest } = NAMED;
    const host = pod({ ...rest, "io.kubernetes.cri.container-type": "sandbox" });
    expect(await find(host, { cgroupPath: POD_PATH })).toMatchObject({
      name: "pause",
      pod: { name: "shop-0" },
    });
  });

  test("has at least the names of its logs where its bundle may not be read", async () => {
    const host = new FakeHost();
    host.process(10, SHIM);
    host.link(`/var/log/containers/shop-0_prod_web-${ID}.log`, "/somewhere/else");
    expect(await find(host, { cgroupPath: POD_PATH })).toMatchObject({
      engine: "containerd",
      name: "web",
      pod: { namespace: "prod", name: "shop-0" },
      restartCount: null,
    });
  });

  test("has at least its pod where only a directory of logs tells, and a name from its id", async () => {
    const host = new FakeHost();
    host.process(10, SHIM);
    host.directory(`/var/log/pods/prod_shop-0_${POD_UID}`);
    const cgroupPath = `/kubepods.slice/kubepods-pod${POD_UID.replaceAll("-", "_")}.slice/cri-containerd-${ID}.scope`;
    expect(await find(host, { engine: "containerd", cgroupPath })).toMatchObject({
      name: ID.slice(0, 12),
      pod: { namespace: "prod", name: "shop-0" },
    });
  });

  test("for Docker is called as Docker's own files say, wherever Docker keeps them", async () => {
    const host = new FakeHost();
    host.process(10, ["containerd-shim-runc-v2", "-namespace", "lab"], `/run/lab/lab/${SANDBOX}`);
    const mounts = [{ source: "/proc" }, { source: `/srv/lab/containers/${ID}/hostname` }];
    host.write(`/run/lab/lab/${ID}/config.json`, JSON.stringify({ mounts }));
    const config = { ID, Name: "/web", State: { Running: true }, Config: { Image: "shop/web:7" } };
    host.write(`/srv/lab/containers/${ID}/config.v2.json`, JSON.stringify(config));
    expect(await find(host, {})).toMatchObject({ engine: "docker", name: "web", image: "shop/web:7" });
  });

  test("is not taken for Docker's because it mounts another container's files", async () => {
    const host = pod(NAMED);
    const mounts = [{ source: `/var/lib/docker/containers/${SANDBOX}/hostname` }];
    host.write(`${BUNDLES}/${ID}/config.json`, JSON.stringify({ annotations: NAMED, mounts }));
    expect(await find(host, {})).toMatchObject({ engine: "containerd", name: "web" });
  });

  test("is nobody's where neither its namespace nor its bundle tells", async () => {
    const host = new FakeHost();
    host.process(10, ["containerd-shim-runc-v2", "-namespace", "mine"], `/run/c/mine/${SANDBOX}`);
    host.write(`/run/c/mine/${ID}/config.json`, "{}");
    expect(await find(host, {})).toBeNull();
    expect(await find(host, { engine: "containerd" })).toMatchObject({ name: ID.slice(0, 12) });
  });

  test("by a name of one's own is looked for only where that leads to its bundle", async () => {
    const host = new FakeHost();
    host.write(
      "/run/containerd/io.containerd.runtime.v2.task/default/redis/config.json",
      '{"annotations":{"nerdctl/name":"cache"}}',
    );
    host.write(
      "/run/containerd/io.containerd.runtime.v2.task/config.json",
      '{"annotations":{"nerdctl/name":"above"}}',
    );
    const engine = "containerd";
    expect(await find(host, { id: "redis", engine, parentPid: 1 })).toMatchObject({ name: "cache" });
    expect(await find(host, { id: "..", engine, parentPid: 1 })).toBeNull();
  });
});

test("a container of CRI-O is called as its bundle says", async () => {
  const host = new FakeHost();
  const annotations = {
    "io.kubernetes.cri-o.ContainerType": "container",
    "io.kubernetes.container.name": "web",
    "io.kubernetes.cri-o.ImageName": "quay.io/shop/web:7",
    "io.kubernetes.pod.name": "shop-0",
    "io.kubernetes.pod.namespace": "prod",
  };
  const path = `/run/containers/storage/overlay-containers/${ID}/userdata/config.json`;
  host.write(path, JSON.stringify({ annotations }));
  const expected = {
    engine: "crio",
    name: "web",
    image: "quay.io/shop/web:7",
    pod: { namespace: "prod", name: "shop-0" },
  };
  expect(await find(host, { engine: "crio", parentPid: 1 })).toMatchObject(expected);
  host.process(10, ["/usr/bin/conmon", "-c", ID, "-b", path.slice(0, path.lastIndexOf("/"))]);
  expect(await find(host, { cgroupPath: POD_PATH })).toMatchObject(expected);
});

test("of a container that nothing tells of, nothing is said", async () => {
  const host = new FakeHost();
  host.process(10, ["/sbin/init"]);
  expect(await find(host, {})).toBeNull();
  expect(await find(host, { engine: "podman" })).toBeNull();
  expect(await find(host, { engine: "lxc", id: "web" })).toBeNull();
  expect(await find(host, { userId: 1000, engine: "docker" })).toBeNull();
});
