import { expect, test } from "vitest";
import { parseNetDev } from "../../src/procfs/net-dev.ts";
import { fixtureText } from "./fixture.ts";

const NET_DEV = fixtureText("v2-docker-systemd", "/proc/349/net/dev");

/** A line whose columns are all different. */
const line = (name: string) => `${name}: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n`;

test("reads the interfaces of a captured container", () => {
  expect(parseNetDev(NET_DEV)).toMatchObject([
    { name: "lo", receiveBytes: 0, transmitBytes: 0 },
    { name: "eth0", receiveBytes: 1112, receivePackets: 12, transmitBytes: 0 },
  ]);
});

test("takes every counter from its column", () => {
  expect(parseNetDev(NET_DEV + line("br0")).at(-1)).toEqual({
    name: "br0",
    receiveBytes: 1,
    receivePackets: 2,
    receiveErrors: 3,
    receiveDropped: 4,
    transmitBytes: 9,
    transmitPackets: 10,
    transmitErrors: 11,
    transmitDropped: 12,
  });
});

test.each(["a:b", "eth0:1", "\u001b[31m", "\u3000", "\u2028x", "lo:", "123456789012345"])(
  "the name %j comes back as it is",
  (name) => {
    expect(parseNetDev(NET_DEV + line(name)).at(-1)?.name).toBe(name);
  },
);

test("a file of nothing has no interfaces", () => {
  expect(parseNetDev("")).toEqual([]);
});

test.each(["eth1: 1 2 3\n", ": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", "eth1\n", "\n"])(
  "throws on the line %j",
  (text) => {
    expect(() => parseNetDev(NET_DEV + text)).toThrow(SyntaxError);
  },
);

test("throws when the heading is another", () => {
  expect(() => parseNetDev(line("eth0"))).toThrow(SyntaxError);
});
