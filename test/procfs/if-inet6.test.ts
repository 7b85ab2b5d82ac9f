import { expect, test } from "vitest";
import { parseIfInet6 } from "../../src/procfs/if-inet6.ts";
import { fixtureText } from "./fixture.ts";

test("reads the addresses of a captured host", () => {
  const addresses = parseIfInet6(fixtureText("hybrid-docker", "/proc/1/net/if_inet6"));
  expect(addresses[0]).toEqual({ name: "lo", index: 1, address: "::1", prefixLength: 128 });
  expect(addresses).toContainEqual({ name: "eth0", index: 4, address: "fd00::2", prefixLength: 64 });
});

test("reads an interface whose number needs more than two digits", () => {
  expect(parseIfInet6("fe800000000000000000000000000001 1a2b 40 20 80 vethe4ebe31\n")).toEqual([
    { name: "vethe4ebe31", index: 0x1a2b, address: "fe80::1", prefixLength: 64 },
  ]);
});

test("white space that only Unicode knows is part of a name", () => {
  const [address] = parseIfInet6("fe800000000000000000000000000001 02 40 20 80 \u3000a\u00a0b\n");
  expect(address?.name).toBe("\u3000a\u00a0b");
});

test("a namespace without IPv6 addresses has none", () => {
  expect(parseIfInet6("")).toEqual([]);
});

test.each(["fe80 01 40 20 80 eth0\n", "fe800000000000000000000000000001 01 40 20 80\n", "\n"])(
  "throws on %j",
  (text) => {
    expect(() => parseIfInet6(text)).toThrow(SyntaxError);
  },
);
