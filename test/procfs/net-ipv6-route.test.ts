import { expect, test } from "vitest";
import { parseNetIpv6Route } from "../../src/procfs/net-ipv6-route.ts";
import { ROUTE_FLAGS } from "../../src/procfs/net-route.ts";
import { fixtureText } from "./fixture.ts";

const NONE = "00000000000000000000000000000000";

test("reads the reject routes that a captured container has and nothing else", () => {
  const routes = parseNetIpv6Route(fixtureText("v2-docker-systemd", "/proc/349/net/ipv6_route"));
  expect(routes).toEqual([routes[0], routes[0]]);
  expect(routes[0]).toMatchObject({
    destination: "::/0",
    gateway: null,
    interface: "lo",
    metric: 0xffffffff,
  });
  expect((routes[0]?.flags ?? 0) & ROUTE_FLAGS.reject).not.toBe(0);
});

test("reads the routes of a captured host, with its own addresses among them", () => {
  const routes = parseNetIpv6Route(fixtureText("hybrid-docker", "/proc/1/net/ipv6_route"));
  expect(routes).toContainEqual(
    expect.objectContaining({ destination: "fd00::/64", gateway: null, interface: "eth0", metric: 256 }),
  );
  const own = routes.find(({ destination }) => destination === "fd00::2/128");
  expect((own?.flags ?? 0) & ROUTE_FLAGS.local).not.toBe(0);
});

test("reads a gateway", () => {
  const line = `${NONE} 00 ${NONE} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0\n`;
  expect(parseNetIpv6Route(line)).toEqual([
    { destination: "::/0", gateway: "fe80::1", interface: "eth0", metric: 1024, flags: 3 },
  ]);
});

test("a namespace without IPv6 has no routes", () => {
  expect(parseNetIpv6Route("")).toEqual([]);
});

test.each([
  `${NONE} 00 ${NONE} 00 ${NONE} 00000400 00000001 00000000 00000003\n`,
  `x${NONE.slice(1)}\n`,
  "\n",
])("throws on %j", (text) => {
  expect(() => parseNetIpv6Route(text)).toThrow(SyntaxError);
});
