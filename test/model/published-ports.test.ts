import { expect, test } from "vitest";
import type { SocketFacts } from "../../src/collector/detail-sample.ts";
import type { PublishedPort } from "../../src/engines/engine.ts";
import { publishedAs, publishedPortText } from "../../src/model/published-ports.ts";

const LISTENING: SocketFacts = {
  protocol: "tcp",
  localAddress: "0.0.0.0",
  localPort: 80,
  remoteAddress: "0.0.0.0",
  remotePort: 0,
  state: "LISTEN",
  inode: 1,
  pid: null,
};

function port(facts: Partial<PublishedPort> = {}): PublishedPort {
  return { protocol: "tcp", hostAddress: "0.0.0.0", hostPort: 8080, containerPort: 80, ...facts };
}

test.each([
  ["0.0.0.0:8080->80/tcp", port()],
  ["[::1]:53->53/udp", port({ protocol: "udp", hostAddress: "::1", hostPort: 53, containerPort: 53 })],
])("%s is how engines write it", (text, published) => {
  expect(publishedPortText(published)).toBe(text);
});

test.each([
  ["is published", {}, "0.0.0.0:8080"],
  ["is published when it listens on IPv6 as well", { protocol: "tcp6", localAddress: "::" }, "0.0.0.0:8080"],
  ["is not when it listens on the loopback", { localAddress: "127.0.0.1" }, null],
  [
    "is not when it listens on the mapped loopback",
    { protocol: "tcp6", localAddress: "::ffff:127.0.0.1" },
    null,
  ],
  ["is not when it listens on the IPv6 loopback", { protocol: "tcp6", localAddress: "::1" }, null],
  ["is not when it is a connection", { state: "ESTABLISHED", remotePort: 4000 }, null],
  ["is not when its port is another", { localPort: 81 }, null],
  ["is not when its protocol is another", { protocol: "udp", state: "CLOSE" }, null],
] as const)("a socket %s", (_what, facts, expected) => {
  expect(publishedAs({ ...LISTENING, ...facts }, [port()])).toBe(expected);
});

test("a UDP socket is published while it is not connected", () => {
  const socket: SocketFacts = { ...LISTENING, protocol: "udp6", localAddress: "::", state: "CLOSE" };
  expect(publishedAs(socket, [port({ protocol: "udp" })])).toBe("0.0.0.0:8080");
  expect(
    publishedAs({ ...socket, remotePort: 9, state: "ESTABLISHED" }, [port({ protocol: "udp" })]),
  ).toBeNull();
});

test("every address is said once for both versions of IP, and each port once", () => {
  const twins = [port(), port({ hostAddress: "::" }), port({ hostPort: 9090 })];
  expect(publishedAs(LISTENING, twins)).toBe("0.0.0.0:8080, 0.0.0.0:9090");
  expect(publishedAs(LISTENING, [port({ hostAddress: "::" })])).toBe("[::]:8080");
});
