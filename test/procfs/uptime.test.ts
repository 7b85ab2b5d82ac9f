import { expect, test } from "vitest";
import { parseUptime } from "../../src/procfs/uptime.ts";
import { fixtureText } from "./fixture.ts";

test("reads a captured host's uptime", () => {
  expect(parseUptime(fixtureText("v2-docker-systemd", "/proc/uptime"))).toEqual({
    uptimeSeconds: 41.1,
    idleSeconds: 18.45,
  });
});

test.each(["", "41.10", "41.10 x", "41. 1", "1e9 1"])("throws on %j", (text) => {
  expect(() => parseUptime(text)).toThrow(SyntaxError);
});
