import { expect, test } from "vitest";
import { parseNetRoute } from "../../src/procfs/net-route.ts";
import { fixtureText } from "./fixture.ts";

const ROUTES = fixtureText("v2-docker-systemd", "/proc/349/net/route");
const [HEADING] = ROUTES.split("\n");

test("reads the routes of a captured container", () => {
  expect(parseNetRoute(ROUTES)).toEqual([
    { destination: "0.0.0.0/0", gateway: "172.17.0.1", interface: "eth0", metric: 0, flags: 3 },
    { destination: "172.17.0.0/16", gateway: null, interface: "eth0", metric: 0, flags: 1 },
  ]);
});

test.each([
  ["FFFFFFFF", 32],
  ["00FEFFFF", 23],
  ["0000FEFF", 15],
  ["00000080", 1],
])("the mask %s has a prefix of %i", (mask, length) => {
  const [route] = parseNetRoute(`${HEADING}\neth0\t0000000A\t00000000\t0001\t0\t0\t100\t${mask}\t0\t0\t0\n`);
  expect(route).toMatchObject({ destination: `10.0.0.0/${length}`, metric: 100 });
});

test("a new network namespace has an empty file and no routes", () => {
  expect(parseNetRoute("")).toEqual([]);
});

test.each([
  "eth0\t0000000A\t00000000\t0001\t0\t0\t100\n",
  "eth0\t0000000\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
  "eth0\n",
  "\n",
])("throws on the line %j", (line) => {
  expect(() => parseNetRoute(`${HEADING}\n${line}`)).toThrow(SyntaxError);
});
