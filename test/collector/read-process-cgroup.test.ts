import { expect, test } from "vitest";
import { IssueLog } from "../../src/collector/issue-log.ts";
import { readProcessCgroup } from "../../src/collector/read-process-cgroup.ts";
import { FakeHost } from "../engines/fake-host.ts";

/** As a hybrid host has it: only v2 and systemd's own hierarchy tell a helper from what it minds. */
const SCOPE = "/machine.slice/machine-web.scope";

function ownerOf(...lines: readonly string[]) {
  const host = new FakeHost();
  host.write("/proc/7/cgroup", `${lines.join("\n")}\n`);
  return readProcessCgroup(host.reader, new IssueLog(), 7, () => undefined)?.membership.owner;
}

test("nspawn's supervisor is the host's, though v1 has it in the container's cgroup", () => {
  expect(
    ownerOf(`2:memory:${SCOPE}`, `1:name=systemd:${SCOPE}/supervisor`, `0::${SCOPE}/supervisor`),
  ).toBeNull();
  expect(ownerOf(`2:memory:${SCOPE}`, `1:name=systemd:${SCOPE}/supervisor`, "0::/")).toBeNull();
});

test("what it minds is the container's", () => {
  const owner = { kind: "container", engine: "nspawn", id: "web", path: SCOPE };
  expect(ownerOf(`2:memory:${SCOPE}`, `1:name=systemd:${SCOPE}/payload`, `0::${SCOPE}/payload`)).toEqual(
    owner,
  );
});

test("a container does not hide a process by what it calls a cgroup", () => {
  const inside = `${SCOPE}/payload/machine-x.scope/supervisor`;
  expect(ownerOf(`2:memory:${SCOPE}`, `1:name=systemd:${inside}`, `0::${inside}`)).toMatchObject({
    id: "web",
  });
});
