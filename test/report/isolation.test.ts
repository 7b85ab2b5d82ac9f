import { describe, expect, test } from "vitest";
import type { NamespaceUse } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { ISOLATION_LETTERS, isolation, isolationMarks, isolationOf } from "../../src/report/isolation.ts";

const OWN: NamespaceUse = { inode: 4026532841, sharedWithHost: false, sharedWith: [] };
const HOST: NamespaceUse = { inode: 4026531840, sharedWithHost: true, sharedWith: [] };
const SHARED: NamespaceUse = { inode: 4026532841, sharedWithHost: false, sharedWith: ["net:4026532841"] };
const UNKNOWN: NamespaceUse = { inode: null, sharedWithHost: null, sharedWith: [] };

describe("isolation", () => {
  test("is a letter for each namespace of its own", () => {
    expect(isolation(perNamespace(() => OWN))).toBe("mupinUCt");
  });

  test("is a dot for each namespace of the host", () => {
    expect(isolation(perNamespace(() => HOST))).toBe("........");
  });

  test("is an arrow for a namespace that other groups are in, and > in ASCII", () => {
    const uses = { ...perNamespace(() => OWN), ipc: SHARED, net: SHARED, user: HOST, time: HOST };
    expect(isolation(uses)).toBe("mup→→.C.");
    expect(isolation(uses, true)).toBe("mup>>.C.");
  });

  test("is a question mark where it is not known, never the host's", () => {
    expect(isolation(perNamespace(() => UNKNOWN))).toBe("????????");
    expect(isolationOf({ inode: 4026532841, sharedWithHost: null, sharedWith: [] })).toBe("unknown");
  });

  test("tells the types apart by their letters", () => {
    expect(new Set(Object.values(ISOLATION_LETTERS)).size).toBe(8);
  });

  test("marks say what they stand for", () => {
    const marks = isolationMarks({ ...perNamespace(() => HOST), net: SHARED });
    expect(marks[4]).toEqual({ type: "net", isolation: "shared", text: "→" });
    expect(marks[5]).toEqual({ type: "user", isolation: "host", text: "." });
  });
});
