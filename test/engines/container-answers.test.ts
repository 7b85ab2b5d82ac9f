import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Answer } from "../../src/engines/answer.ts";
import {
  containerOfDisk,
  containerOfInspection,
  containerOfSummary,
} from "../../src/engines/container-answers.ts";
import { idOf } from "./fake-engine.ts";

const ID = idOf("a");

/** What Docker 20.10 answers, less what nstop does not read. */
const SUMMARY = {
  Id: ID,
  Names: ["/shop-web-1"],
  Image: "shop/web:7",
  Created: 1_795_616_998,
  Ports: [
    { IP: "0.0.0.0", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
    { IP: "::", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
    { PrivatePort: 9000, Type: "tcp" },
  ],
  Labels: { "com.docker.compose.project": "shop", "com.docker.compose.service": "web" },
  State: "running",
  Status: "Up 2 hours (healthy)",
  HostConfig: { NetworkMode: "shop_default" },
  NetworkSettings: { Networks: { shop_default: { NetworkID: "" } } },
};

const HOST_CONFIG = {
  NetworkMode: "default",
  PidMode: "host",
  IpcMode: "private",
  UTSMode: "",
  UsernsMode: "",
  CgroupnsMode: "private",
  Privileged: true,
  ReadonlyRootfs: true,
  CapAdd: ["net_admin", "CAP_SYS_PTRACE"],
  CapDrop: ["ALL"],
  SecurityOpt: ["no-new-privileges"],
};

const SETTINGS = {
  privileged: true,
  pidMode: "host",
  ipcMode: "private",
  utsMode: null,
  networkMode: "default",
  usernsMode: null,
  cgroupnsMode: "private",
  hostname: null,
  domainname: null,
  capAdd: ["CAP_NET_ADMIN", "CAP_SYS_PTRACE"],
  capDrop: ["ALL"],
  securityOpt: ["no-new-privileges"],
  lsmProfile: "docker-default",
  readonlyRootfs: true,
  mounts: [
    { type: "bind", source: "/etc", destination: "/host/etc", writable: false },
    { type: "tmpfs", source: null, destination: "/tmp", writable: true },
  ],
};

const INSPECTION = {
  Id: ID,
  Name: "/shop-web-1",
  RestartCount: 2,
  State: {
    Status: "running",
    Running: true,
    OOMKilled: false,
    Pid: 1273,
    StartedAt: "2026-11-25T14:29:58.904726383Z",
    Health: { Status: "healthy", FailingStreak: 0, Log: [] },
  },
  Config: {
    Image: "shop/web:7",
    Labels: { "io.kubernetes.pod.namespace": "prod", "io.kubernetes.pod.name": "web-0" },
  },
  AppArmorProfile: "docker-default",
  HostConfig: HOST_CONFIG,
  Mounts: [
    { Type: "bind", Source: "/etc", Destination: "/host/etc", Mode: "ro", RW: false },
    { Type: "tmpfs", Source: "", Destination: "/tmp", RW: true },
  ],
  NetworkSettings: {
    Ports: {
      "80/tcp": [
        { HostIp: "0.0.0.0", HostPort: "8080" },
        { HostIp: "::", HostPort: "8080" },
      ],
      "53/udp": [{ HostIp: "127.0.0.1", HostPort: "5353" }],
      "9000/tcp": null,
    },
    Networks: { bridge: {}, metrics: {} },
  },
};

/** On disk mounts are kept by where they go, and how it was created in a file of its own. */
const DISK_CONFIG = {
  ...INSPECTION,
  ID,
  Id: undefined,
  State: { ...INSPECTION.State, Status: undefined },
  HostConfig: undefined,
  Mounts: undefined,
  MountPoints: Object.fromEntries(INSPECTION.Mounts.map((mount) => [mount.Destination, mount])),
};

function inspected(changes: object): ReturnType<typeof containerOfInspection> {
  return containerOfInspection(new Answer({ ...INSPECTION, ...changes }, "container"), "docker");
}

describe("a listed container", () => {
  test("has what a list tells, the rest unknown", () => {
    expect(containerOfSummary(new Answer(SUMMARY, "list"), "docker")).toEqual({
      id: ID,
      engine: "docker",
      endpoint: null,
      userId: null,
      name: "shop-web-1",
      image: "shop/web:7",
      state: "running",
      health: null,
      healthCheck: null,
      pid: null,
      startedAt: null,
      restartCount: null,
      oomKilled: null,
      compose: { project: "shop", service: "web" },
      pod: null,
      ports: [
        { protocol: "tcp", hostAddress: "0.0.0.0", hostPort: 8080, containerPort: 80 },
        { protocol: "tcp", hostAddress: "::", hostPort: 8080, containerPort: 80 },
      ],
      networkMode: "shop_default",
      settings: null,
    });
  });

  test("of Podman 4.3, which leaves much out, is read too", () => {
    const summary = {
      Id: ID,
      Names: ["/p1"],
      Image: "localhost/bb:latest",
      Ports: null,
      Labels: null,
      State: "paused",
      NetworkSettings: { Networks: null },
      Config: null,
    };
    expect(containerOfSummary(new Answer(summary, "list"), "podman")).toMatchObject({
      engine: "podman",
      name: "p1",
      state: "paused",
      ports: [],
      networkMode: null,
    });
  });
});

describe("a container of a Kubernetes pod", () => {
  const inPod = (name: string) => {
    const labels = { ...INSPECTION.Config.Labels, "io.kubernetes.container.name": name };
    return inspected({ Name: `/k8s_${name}_web-0_prod_UID_0`, Config: { Labels: labels } }).name;
  };

  test("is called as Kubernetes calls it", () => {
    expect(inPod("web")).toBe("web");
  });

  test("that only holds the pod's namespaces is called pause", () => {
    expect(inPod("POD")).toBe("pause");
  });

  test("is not one because of a name alone", () => {
    const Labels = { "io.kubernetes.container.name": "web" };
    expect(inspected({ Config: { Labels } }).name).toBe("shop-web-1");
  });
});

describe("an inspected container", () => {
  test("has everything", () => {
    expect(inspected({})).toEqual({
      id: ID,
      engine: "docker",
      endpoint: null,
      userId: null,
      name: "shop-web-1",
      image: "shop/web:7",
      state: "running",
      health: "healthy",
      healthCheck: null,
      pid: 1273,
      startedAt: "2026-11-25T14:29:58.904726383Z",
      restartCount: 2,
      oomKilled: false,
      compose: null,
      pod: { namespace: "prod", name: "web-0" },
      ports: [
        { protocol: "tcp", hostAddress: "0.0.0.0", hostPort: 8080, containerPort: 80 },
        { protocol: "tcp", hostAddress: "::", hostPort: 8080, containerPort: 80 },
        { protocol: "udp", hostAddress: "127.0.0.1", hostPort: 5353, containerPort: 53 },
      ],
      networkMode: "bridge, metrics",
      settings: SETTINGS,
    });
  });

  test("that has no process has no pid", () => {
    expect(inspected({ State: { Status: "restarting", Pid: 0 } })).toMatchObject({
      pid: null,
      state: "restarting",
    });
  });

  test.each([["0001-01-01T00:00:00Z"], [""], ["yesterday"], [null]])(
    "that started at %j did not yet",
    (StartedAt) => {
      expect(inspected({ State: { Status: "created", StartedAt } }).startedAt).toBeNull();
    },
  );

  test.each([[null], [{ Status: "" }], [{ Status: "none" }]])("whose health is %j has none", (Health) => {
    expect(inspected({ State: { Status: "running", Health } }).health).toBeNull();
  });

  test("that shares another's network says whose", () => {
    const changes = {
      NetworkSettings: { Networks: {} },
      HostConfig: { NetworkMode: `container:${idOf("b")}` },
    };
    expect(inspected(changes)).toMatchObject({ networkMode: `container:${idOf("b")}` });
  });

  test("without a name is called by its short id", () => {
    expect(inspected({ Name: "" }).name).toBe("aaaaaaaaaaaa");
  });

  test.each([
    ["stopping", "running"],
    ["stopped", "exited"],
    ["initialized", "created"],
    ["hibernating", null],
    ["constructor", null],
  ])("in the state %s is %s", (Status, state) => {
    expect(inspected({ State: { Status } }).state).toBe(state);
  });

  test("publishes no port that is none", () => {
    const Ports = {
      "80/icmp": [{ HostPort: "80" }],
      "80/tcp": [{ HostPort: "" }, { HostPort: "70000" }, { HostPort: "-1" }, { HostPort: "x" }],
      tcp: [{ HostPort: "80" }],
    };
    expect(inspected({ NetworkSettings: { Ports } }).ports).toEqual([]);
  });
});

describe("a container on disk", () => {
  test("is known but for its state, which may be out of date", () => {
    const hostConfig = new Answer(HOST_CONFIG, "hostconfig.json");
    expect(containerOfDisk(new Answer(DISK_CONFIG, "config.v2.json"), hostConfig)).toEqual({
      ...inspected({}),
      state: null,
      health: null,
      pid: null,
    });
  });

  test("whose other file cannot be read is still known by name", () => {
    const config = new Answer({ ...DISK_CONFIG, NetworkSettings: {} }, "config.v2.json");
    expect(containerOfDisk(config, null)).toMatchObject({
      name: "shop-web-1",
      networkMode: null,
      settings: null,
    });
  });

  test("that had ended is not shown", () => {
    const config = new Answer({ ...DISK_CONFIG, State: { Running: false, Paused: false } }, "config.v2.json");
    expect(containerOfDisk(config, null)).toBeNull();
  });
});

test("nothing but a SyntaxError is thrown for any answer", () => {
  const shapes = [
    (answer: Answer) => containerOfSummary(answer, "docker"),
    (answer: Answer) => containerOfInspection(answer, "podman"),
    (answer: Answer) => containerOfDisk(answer, answer),
  ];
  const part = fc.jsonValue();
  const container = fc.record(
    {
      Id: fc.constant(ID),
      Name: part,
      Names: part,
      State: part,
      Config: part,
      HostConfig: fc.oneof(part, fc.record({ CapAdd: part, SecurityOpt: part, PidMode: part })),
      Mounts: part,
      MountPoints: part,
      NetworkSettings: part,
      Ports: part,
    },
    { requiredKeys: ["Id"] },
  );
  fc.assert(
    fc.property(fc.oneof(container, part), fc.constantFrom(...shapes), (value, shape) => {
      expect(thrown(() => shape(new Answer(value, "answer")))).toSatisfy(isHarmless);
    }),
  );
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

function isHarmless(error: unknown): boolean {
  return error === null || error instanceof SyntaxError;
}
