import { expect, test } from "vitest";
import { deriveShow } from "../../src/model/derive-show.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { Detail } from "../../src/model/detail.ts";
import { sample } from "./sample-builder.ts";

function hostDetail(parts: Partial<Detail>): Detail {
  const [group] = deriveSnapshot(sample(), null).snapshot.groups;
  if (group === undefined) throw new Error("the host's group is always there");
  return {
    target: { kind: "group", groupId: "host" },
    group,
    groupIds: [],
    referencePid: 1,
    findings: [],
    issues: [],
    ...parts,
  };
}

test("what was read is shown, and what was not is null", () => {
  const uts = { hostname: "web-03", domainname: "", engine: null };
  expect(deriveShow(hostDetail({ uts, processes: [] }))).toEqual({
    schemaVersion: 1,
    group: expect.objectContaining({ id: "host" }),
    groupIds: [],
    processes: [],
    mounts: null,
    uts,
    interfaces: null,
    routes: null,
    sockets: null,
    ipc: null,
    users: null,
    clocks: null,
    cgroupRoots: null,
    cgroup: null,
    security: null,
    findings: [],
    issues: [],
  });
});
