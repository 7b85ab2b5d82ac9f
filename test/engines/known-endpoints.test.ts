import { expect, test } from "vitest";
import { userEndpoint, userEndpoints } from "../../src/engines/known-endpoints.ts";
import { FakeHost } from "./fake-host.ts";

function hostWithUsers(): FakeHost {
  const host = new FakeHost();
  host.write("/run/user/1000/podman/podman.sock", "");
  host.write("/run/user/1000/docker.sock", "");
  host.write("/run/user/1001/podman/podman.sock", "");
  host.write("/run/user/1002/bus", "");
  host.write("/run/user/eve/docker.sock", "");
  return host;
}

test("root finds the engines of all users who have one", () => {
  expect(userEndpoints(hostWithUsers().reader, 0)).toEqual([
    { url: "unix:///run/user/1000/docker.sock", engine: "docker", userId: 1000 },
    { url: "unix:///run/user/1000/podman/podman.sock", engine: "podman", userId: 1000 },
    { url: "unix:///run/user/1001/podman/podman.sock", engine: "podman", userId: 1001 },
  ]);
});

test("anybody else finds their own", () => {
  expect(userEndpoints(hostWithUsers().reader, 1001).map(({ userId }) => userId)).toEqual([1001]);
  expect(userEndpoints(hostWithUsers().reader, 1002)).toEqual([]);
});

test("a link is not followed: it may lead to the host's engine, or to anything else", () => {
  const host = new FakeHost();
  host.write("/run/docker.sock", "");
  host.write("/run/user/1001/podman/podman.sock", "");
  host.link("/run/user/1000/docker.sock", "/run/docker.sock");
  host.link("/run/user/1000/podman", "../1001/podman");
  expect(userEndpoints(host.reader, 0).map(({ userId }) => userId)).toEqual([1001]);
});

test("a host without users has none", () => {
  expect(userEndpoints(new FakeHost().reader, 0)).toEqual([]);
});

test("where a user's engine would listen", () => {
  expect(userEndpoint(1000, "podman")).toBe("unix:///run/user/1000/podman/podman.sock");
  expect(userEndpoint(1000, "docker")).toBe("unix:///run/user/1000/docker.sock");
});
