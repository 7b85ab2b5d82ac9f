import { expect, test } from "vitest";
import { NamespaceSharing } from "../../src/model/namespace-sharing.ts";
import { HOST_NAMESPACES, namespaces } from "./sample-builder.ts";

test("a namespace is private, the host's, another group's, or unknown", () => {
  const mine = namespaces({ net: 99, mnt: 98, ipc: null });
  const members = [
    { id: "mine", namespaces: mine },
    { id: "sidecar", namespaces: namespaces({ net: 99, mnt: 97 }) },
    { id: "host", namespaces: HOST_NAMESPACES },
  ];
  const uses = new NamespaceSharing(HOST_NAMESPACES, members).uses("mine", mine);
  expect(uses.mnt).toEqual({ inode: 98, sharedWithHost: false, sharedWith: [] });
  expect(uses.uts).toEqual({ inode: 2, sharedWithHost: true, sharedWith: [] });
  expect(uses.net).toEqual({ inode: 99, sharedWithHost: false, sharedWith: ["sidecar"] });
  expect(uses.ipc).toEqual({ inode: null, sharedWithHost: null, sharedWith: [] });
});

test("equal inode numbers of two types are two namespaces", () => {
  const sharing = new NamespaceSharing(HOST_NAMESPACES, [
    { id: "a", namespaces: namespaces({ net: 99 }) },
    { id: "b", namespaces: namespaces({ mnt: 99 }) },
  ]);
  expect(sharing.uses("a", namespaces({ net: 99 })).net.sharedWith).toEqual([]);
});

test("whether it is the host's is unknown when the host's is", () => {
  const hostNamespaces = { ...HOST_NAMESPACES, net: null };
  const use = new NamespaceSharing(hostNamespaces, []).uses("a", namespaces({ net: 99 })).net;
  expect(use).toEqual({ inode: 99, sharedWithHost: null, sharedWith: [] });
});

test("of a namespace that very many share sixteen are named and the others counted", () => {
  const members = Array.from({ length: 40 }, (_, index) => ({
    id: `g${index}`,
    namespaces: namespaces({ user: 99 }),
  }));
  const sharing = new NamespaceSharing(HOST_NAMESPACES, members);
  for (const id of ["g0", "g39"]) {
    const { user } = sharing.uses(id, namespaces({ user: 99 }));
    expect(user.sharedWith.length).toBe(16);
    expect(user.sharedWith).not.toContain(id);
    expect(user.sharedWithMore).toBe(23);
  }
  expect(sharing.uses("stranger", namespaces({ user: 99 })).user.sharedWithMore).toBe(24);
});
