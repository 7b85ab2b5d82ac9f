import { describe, expect, test } from "vitest";
import type { ProcessSample } from "../../src/collector/sample.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { container, containerId, inContainer, process, sample } from "./sample-builder.ts";

const ID = containerId("a1");
const OUTER = containerId("b2");

/** Membership of a cgroup with a container's id that lies in a user's slice. */
function inUsersSlice(userId: number, id: string): NonNullable<ProcessSample["cgroup"]> {
  const path = `/user.slice/user-${userId}.slice/user@${userId}.service/user.slice/libpod-${id}.scope`;
  return { path, owner: { kind: "container", engine: "podman", id, path }, outerContainerIds: [] };
}

function groupsOf(facts: Parameters<typeof sample>[0]) {
  const { snapshot } = deriveSnapshot(sample(facts), null);
  return snapshot.groups.filter(({ kind }) => kind === "container");
}

describe("a cgroup in a user's slice that bears a container's id", () => {
  const processes = [
    process({ pid: 7, cgroup: inContainer(ID) }),
    process({ pid: 8, cgroup: inUsersSlice(1000, ID) }),
    process({ pid: 9, cgroup: inUsersSlice(1001, ID) }),
  ];

  test("is a group of its own, beside the container's and other users'", () => {
    expect(groupsOf({ processes }).map(({ id, leaderPid }) => [id, leaderPid])).toEqual([
      [ID, 7],
      [`user:1000/${ID}`, 8],
      [`user:1001/${ID}`, 9],
    ]);
  });

  test("is not called as the container is", () => {
    const groups = groupsOf({ processes, containers: [container({ id: ID, name: "web", pid: 7 })] });
    expect(groups.map(({ name }) => name)).toEqual([ID.slice(0, 12), ID.slice(0, 12), "web"]);
  });

  test("is not called so even while the container has no process, nor is the container what it does", () => {
    const containers = [container({ id: ID, name: "web", state: "restarting" })];
    const groups = groupsOf({ processes: processes.slice(1, 2), containers });
    expect(groups.map(({ id, name, state }) => [id, name, state])).toEqual([
      [`user:1000/${ID}`, ID.slice(0, 12), null],
      [ID, "web", "restarting"],
    ]);
  });

  test("is called as that user's own engine says", () => {
    const users = container({ id: ID, name: "mine", engine: "podman", userId: 1000 });
    const groups = groupsOf({ processes, containers: [users] });
    expect(groups.find(({ leaderPid }) => leaderPid === 8)).toMatchObject({ name: "mine" });
    expect(groups.filter(({ name }) => name === "mine")).toHaveLength(1);
  });

  test("is the host's engine's where that put its first process there", () => {
    const containers = [container({ id: ID, name: "web", pid: 8 })];
    expect(groupsOf({ processes: processes.slice(1, 2), containers })).toMatchObject([{ name: "web" }]);
  });
});

test("what a user's engine claims to run counts for nothing where no cgroup of that user does", () => {
  const claimed = container({ id: ID, name: "payments", userId: 1000 });
  expect(groupsOf({ containers: [claimed] })).toEqual([]);
});

test("a group says at which socket its engine was asked", () => {
  const endpoint = "unix:///run/docker.sock";
  const processes = [process({ pid: 7, cgroup: inContainer(ID) })];
  expect(groupsOf({ processes, containers: [container({ id: ID, endpoint })] })).toMatchObject([
    { engineEndpoint: endpoint },
  ]);
});

test("an nspawn container of which only its cgroup is known is called as systemd was told", () => {
  const path = "/machine.slice/machine-web\\x2d1.scope";
  const owner = { kind: "container", engine: "nspawn", id: "web\\x2d1", path } as const;
  const processes = [process({ pid: 7, cgroup: { path, owner, outerContainerIds: [] } })];
  expect(groupsOf({ processes })).toMatchObject([{ name: "web-1" }]);
});

test("engines are told which containers there are, but for those inside others and those without a process", () => {
  const { structure } = deriveSnapshot(
    sample({
      processes: [
        process({ pid: 7, parentPid: 5, cgroup: inContainer(OUTER) }),
        process({ pid: 8, cgroup: inContainer(ID, [OUTER]) }),
        process({ pid: 9, cgroup: inUsersSlice(1000, ID) }),
      ],
      containers: [container({ id: containerId("c3"), state: "restarting" })],
    }),
    null,
  );
  expect(structure.containers).toMatchObject([
    { id: OUTER, engine: "docker", userId: null, leaderPid: 7, parentPid: 5 },
    { id: ID, engine: "podman", userId: 1000, leaderPid: 9 },
  ]);
});

test("as long as nobody comes or goes they are told the same list", () => {
  const facts = { processes: [process({ pid: 7, cgroup: inContainer(ID) })] };
  const first = sample(facts);
  const past = deriveSnapshot(first, null);
  const later = { ...first, monotonicSeconds: 101 };
  expect(deriveSnapshot(later, first, past).structure.containers).toBe(past.structure.containers);
});
