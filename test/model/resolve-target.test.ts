import { describe, expect, test } from "vitest";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { resolveTarget } from "../../src/model/resolve-target.ts";
import {
  container,
  containerId,
  inContainer,
  inService,
  namespaces,
  process,
  sample,
} from "./sample-builder.ts";

const API = containerId("3fa1");
const DB = containerId("3fb2");
const ODD = containerId("123456789012");
const WEB = containerId("4ab1");
const OTHER_WEB = containerId("4ab2");

const SAMPLE = sample({
  processes: [
    process({ pid: 7, cgroup: inContainer(API), namespaces: namespaces({ net: 99 }) }),
    process({ pid: 8, cgroup: inContainer(DB) }),
    process({ pid: 9, cgroup: inContainer(ODD) }),
    process({ pid: 10, comm: "unshare", namespaces: namespaces({ mnt: 98, uts: 97 }) }),
    process({ pid: 11, cgroup: inService("nginx.service") }),
    process({ pid: 12, cgroup: inContainer(WEB) }),
    process({ pid: 13, cgroup: inContainer(OTHER_WEB) }),
  ],
  containers: [
    container({ id: API, name: "api" }),
    container({ id: DB, name: "8" }),
    container({ id: ODD, name: "evil\u{1b}[2J" }),
    container({ id: WEB, name: "web", pod: { namespace: "prod", name: "shop-0" } }),
    container({ id: OTHER_WEB, name: "web", pod: { namespace: "prod", name: "shop-1" } }),
  ],
});
const { snapshot: SNAPSHOT } = deriveSnapshot(SAMPLE, null);

function resolve(text: string) {
  return resolveTarget(text, SNAPSHOT, SAMPLE.processes);
}

describe("a target", () => {
  test.each([
    ["api", API],
    ["shop-0/web", WEB],
    ["prod/shop-1/web", OTHER_WEB],
    ["8", DB],
    [API, API],
    ["3fa", API],
    ["1234567890", ODD],
    ["host", "host"],
    ["nginx.service", "service:/system.slice/nginx.service"],
    ["service:/system.slice/nginx.service", "service:/system.slice/nginx.service"],
    ["unshare 98", "mnt:98+uts:97"],
    ["mnt:98+uts:97", "mnt:98+uts:97"],
    ["evil\\e[2J", ODD],
  ])("%j is a group", (text, groupId) => {
    expect(resolve(text)).toEqual({ kind: "group", groupId });
  });

  test.each(["net:99", "net:[99]"])("%j is a namespace", (text) => {
    expect(resolve(text)).toEqual({ kind: "namespace", type: "net", inode: 99 });
  });

  test("of digits is a process when there is one, and a container's name before that", () => {
    expect(resolve("10")).toEqual({ kind: "process", pid: 10 });
    expect(resolve("8")).toEqual({ kind: "group", groupId: DB });
  });

  test("is taken as it is while the processes are not known", () => {
    expect(resolveTarget("4711", SNAPSHOT)).toEqual({ kind: "process", pid: 4711 });
    expect(resolveTarget("net:5", SNAPSHOT)).toEqual({ kind: "namespace", type: "net", inode: 5 });
    expect(resolveTarget("123456789", SNAPSHOT)).toEqual({ kind: "group", groupId: ODD });
  });
});

describe("a text that means nothing, or too much, is answered with what to do", () => {
  test.each([
    ["apo", 'no group, container or process is called "apo"; did you mean api?'],
    ["nginx", 'no group, container or process is called "nginx"; did you mean nginx.service?'],
    ["zzz", 'no group, container or process is called "zzz"; "nstop list" shows what there is'],
    ["", 'no group, container or process is called ""; "nstop list" shows what there is'],
    ["4711", 'no group, container or process is called "4711"; "nstop list" shows what there is'],
    ["a\nb", 'no group, container or process is called "a\\nb"; "nstop list" shows what there is'],
    ["net:55", 'no process is in net:55; "lsns -t net" lists the namespaces of that type'],
    ["3f", `"3f" may be any of 8 (${DB}), api (${API}); give one's whole id`],
  ])("%j", (text, error) => {
    expect(resolve(text)).toEqual({ error });
  });

  test("an engine that does not answer is named, since its containers' names may be missing", () => {
    const message = "does not answer";
    const report = { name: "docker", endpoint: "unix:///run/docker.sock", version: null, message } as const;
    const silent = { ...SNAPSHOT, engines: [{ ...report, state: "unreachable" as const }] };
    expect(resolveTarget("api", silent)).toEqual({ kind: "group", groupId: API });
    expect(resolveTarget("zzz", silent)).toEqual({
      error:
        'no group, container or process is called "zzz"; docker did not answer, so names may be missing: ' +
        'give an id as "nstop list" shows it',
    });
  });

  test("two containers of one name are told apart by their ids", () => {
    const ids = ["a", "b", "c", "d", "e", "f"].map((digit) => digit.repeat(64));
    const twins = sample({ containers: ids.map((id) => container({ id, name: "web" })) });
    expect(resolveTarget("web", deriveSnapshot(twins, null).snapshot, twins.processes)).toEqual({
      error: `"web" may be any of ${ids.slice(0, 4).join(", ")}, and 2 more; give one's whole id`,
    });
  });
});
