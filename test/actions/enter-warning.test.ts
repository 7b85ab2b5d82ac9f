import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { enterRefusal, enterWarning } from "../../src/actions/enter-warning.ts";
import type { TerminalOrder } from "../../src/actions/order.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { type NamespaceType, perNamespace } from "../../src/procfs/namespace-link.ts";
import { groupOf } from "../view/detail-fixture.ts";

type EnterOrder = Extract<TerminalOrder, { action: "enter" }>;

/** An order for a container that shares all namespaces with nstop itself but these. */
function order(
  namespaces: EnterOrder["namespaces"],
  own: readonly NamespaceType[],
  known: Partial<Group> = {},
): EnterOrder {
  const uses = perNamespace((type) => ({
    inode: own.includes(type) ? 1 : statSync(`/proc/self/ns/${type}`).ino,
    sharedWithHost: !own.includes(type),
    sharedWith: [],
  }));
  const group = groupOf("web", { leaderPid: 812, leaderStartTicks: 1, namespaces: uses, ...known });
  return { action: "enter", subject: { kind: "group", group }, namespaces, command: null };
}

describe("before a container is entered", () => {
  test("a person is warned that its own programs get their rights", () => {
    expect(enterWarning(order("all", ["mnt"]))).toMatch(/web's own programs with all of this user's rights/);
    expect(enterWarning(order("all", ["mnt", "user"]))).toMatch(/as a user of its user namespace/);
  });

  test("nobody is warned of the host's own tools", () => {
    expect(enterWarning(order(["net"], ["net"]))).toBeNull();
  });

  test("it is refused where there is nothing to enter, and only there", () => {
    expect(enterRefusal(order(["net"], ["net"]))).toBeNull();
    expect(enterRefusal(order(["net", "uts"], ["uts"]))).toBeNull();
    expect(enterRefusal(order("all", ["mnt"]))).toBeNull();
    expect(enterRefusal(order(["net", "ipc"], ["uts"]))).toMatch(
      /has no net and ipc namespaces but those you are in/,
    );
    expect(enterRefusal(order("all", []))).toMatch(/has no namespaces but those you are in/);
    expect(enterRefusal(order(["net"], ["net"], { leaderPid: null }))).toMatch(/has no process/);
  });

  test("it is tried where nobody knows", () => {
    const unknown = perNamespace(() => ({ inode: null, sharedWithHost: null, sharedWith: [] }));
    expect(enterRefusal(order(["net"], [], { namespaces: unknown }))).toBeNull();
  });

  test("a process is tried", () => {
    const subject = { kind: "process", pid: 812, startTicks: 1, name: "nginx", groupId: "x" } as const;
    const entering: EnterOrder = { action: "enter", subject, namespaces: "all", command: null };
    expect(enterRefusal(entering)).toBeNull();
    expect(enterWarning(entering)).toMatch(/its own programs/);
  });
});
