import { expect, test } from "vitest";
import { absentEngines } from "../../src/engines/absent-engines.ts";
import type { EngineName, SeenContainer } from "../../src/engines/engine.ts";

function seen(engine: EngineName | null, userId: number | null = null): SeenContainer {
  return { id: "a", engine, userId, cgroupPath: "/a", leaderPid: 2, parentPid: 1 };
}

test("an engine without a socket whose containers run is absent, with what to type", () => {
  expect(absentEngines([seen("podman"), seen("podman"), seen("docker")], () => true)).toEqual([
    {
      name: "podman",
      endpoint: "unix:///run/podman/podman.sock",
      state: "absent",
      version: null,
      message:
        'has no socket there, though 2 containers of its run: start one with "systemctl enable --now podman.socket", or name another with --engine unix:///PATH',
    },
    expect.objectContaining({
      name: "docker",
      endpoint: "unix:///run/docker.sock",
      message: expect.stringMatching(/though a container of its runs: .*"systemctl start docker"/),
    }),
  ]);
});

test("a user's own is absent where that user's would be", () => {
  expect(absentEngines([seen("podman", 1000)], () => true)).toMatchObject([
    {
      endpoint: "unix:///run/user/1000/podman/podman.sock",
      message: expect.stringContaining('"systemctl --user enable --now podman.socket"'),
    },
  ]);
});

test("one that has a socket is not, nor one that speaks no API that is asked, nor one that is not known", () => {
  expect(absentEngines([seen("podman")], () => false)).toEqual([]);
  expect(
    absentEngines([seen("containerd"), seen("crio"), seen("lxc"), seen("nspawn"), seen(null)], () => true),
  ).toEqual([]);
});
