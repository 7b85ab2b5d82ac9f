import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMinder } from "../../src/engines/parse-minder.ts";
import { idOf } from "./fake-engine.ts";

const ID = idOf("a");

function minder(...args: readonly string[]) {
  return parseMinder(`${args.join("\0")}\0`, ID);
}

test("conmon says whom it minds, how it is called and where its bundle is", () => {
  const bundle = `/var/lib/containers/storage/overlay-containers/${ID}/userdata`;
  expect(
    minder("/usr/bin/conmon", "--api-version", "1", "-c", ID, "-u", ID, "-b", bundle, "-n", "web"),
  ).toEqual({
    kind: "conmon",
    name: "web",
    bundle,
  });
});

test("what conmon does not say, or says of no absolute path, is not known", () => {
  const unknown = { kind: "conmon", name: null, bundle: null };
  expect(minder("conmon", "-c", ID)).toEqual(unknown);
  expect(minder("conmon", "-c", ID, "-b", "../..", "-n", "")).toEqual(unknown);
});

test("conmon of another container says nothing of this one", () => {
  expect(minder("/usr/bin/conmon", "-c", idOf("b"), "-n", "other")).toBeNull();
});

test("containerd's shim says in which namespace it is", () => {
  expect(minder("/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-id", idOf("b"))).toEqual({
    kind: "shim",
    namespace: "k8s.io",
  });
});

test("any other process minds nothing", () => {
  expect(minder("/sbin/init")).toBeNull();
  expect(minder("sh", "-c", "conmon")).toBeNull();
  expect(parseMinder("", ID)).toBeNull();
});

test("arguments that are cut off, or anything at all, raise nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("conmon", "-c", ID, "-n", "-b"))), (args) => {
      expect(() => minder(...args)).not.toThrow();
    }),
  );
});
