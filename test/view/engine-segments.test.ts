import { describe, expect, test } from "vitest";
import type { EngineName, EngineReport } from "../../src/engines/engine.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { engineSegments } from "../../src/view/engine-segments.ts";
import { headerLines } from "../../src/view/header-lines.ts";
import { unpainted } from "../../src/view/theme.ts";
import { groupOf, snapshotOf } from "./detail-fixture.ts";

const DOCKER: EngineReport = {
  name: "docker",
  endpoint: "unix:///run/docker.sock",
  state: "connected",
  version: "20.10.24+dfsg1",
  message: null,
};
const PODMAN: EngineReport = {
  ...DOCKER,
  name: "podman",
  endpoint: "unix:///run/podman/podman.sock",
  version: "4.3.1",
};
const USERS: EngineReport = { ...PODMAN, endpoint: "unix:///run/user/1000/podman/podman.sock" };

function container(id: string, engine: EngineName, facts: Partial<Group> = {}): Group {
  return groupOf(id, { engine, engineEndpoint: null, ...facts });
}

function texts(engines: readonly EngineReport[], ...groups: readonly Group[]): readonly string[] {
  return engineSegments({ ...snapshotOf(...groups), engines }).map(({ text }) => text);
}

describe("each engine is shown with its containers", () => {
  test("with the version that its makers gave it", () => {
    expect(texts([DOCKER], container("a", "docker"))).toEqual(["docker 20.10.24 ● 1 up"]);
  });

  test("two of one name each count those that they told of", () => {
    const lab = { ...DOCKER, endpoint: "unix:///run/lab/docker.sock" };
    const told = (id: string, { endpoint }: EngineReport) =>
      container(id, "docker", { engineEndpoint: endpoint });
    expect(texts([DOCKER, lab], told("a", DOCKER), told("b", lab), told("c", lab))).toEqual([
      "docker 20.10.24 ● 1 up",
      "docker 20.10.24 ● 2 up",
    ]);
  });

  test("a user's own is told from the host's, and so are its containers", () => {
    const cgroupPath = "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-a.scope";
    expect(
      texts([PODMAN, USERS], container("a", "podman"), container("b", "podman", { cgroupPath })),
    ).toEqual(["podman 4.3.1 ● 1 up", "podman@1000 4.3.1 ● 1 up"]);
  });

  test("one that nobody asks is counted by what its control groups are called", () => {
    expect(
      texts([], container("a", "lxc"), container("b", "containerd"), container("c", "containerd")),
    ).toEqual(["containerd 2 up", "lxc 1 up"]);
  });

  test("one without a socket is said to have none", () => {
    expect(texts([{ ...PODMAN, state: "absent", version: null }], container("a", "podman"))).toEqual([
      "podman ○ no socket",
    ]);
  });
});

test("five engines fit a line of 100 cells; a narrower one drops the last first, and keeps those in trouble", () => {
  const snapshot: Snapshot = {
    ...snapshotOf(
      container("a", "docker"),
      container("b", "podman"),
      container("c", "containerd"),
      container("d", "lxc"),
      container("e", "nspawn"),
    ),
    engines: [DOCKER, { ...PODMAN, state: "absent", version: null }],
  };
  const line = (width: number) => unpainted(headerLines(snapshot, { secondsBehind: null }, width)[0] ?? "");
  expect(line(100)).toContain(
    "docker 20.10.24 ● 1 up  podman ○ no socket  containerd 1 up  lxc 1 up  nspawn 1 up",
  );
  expect(line(84)).toContain("podman ○ no socket  containerd 1 up ");
  expect(line(84)).not.toContain("nspawn");
  expect(line(40)).toContain("podman ○ no socket");
  expect(line(40)).not.toContain("docker");
});
