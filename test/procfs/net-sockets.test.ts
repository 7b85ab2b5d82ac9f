import { expect, test } from "vitest";
import { parseNetSockets } from "../../src/procfs/net-sockets.ts";
import { fixtureText } from "./fixture.ts";

const TCP = fixtureText("hybrid-docker", "/proc/1/net/tcp");
const [HEADING] = TCP.split("\n");

/** A socket's line with the given ends and state. */
const socket = (local: string, remote: string, state: string) =>
  `${HEADING}\n   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0 100 0 0 10 0\n`;

test("reads the sockets that a captured host listens on", () => {
  expect(parseNetSockets(TCP)).toContainEqual({
    localAddress: "127.0.0.1",
    localPort: 18080,
    remoteAddress: "0.0.0.0",
    remotePort: 0,
    state: "LISTEN",
    uid: 0,
    inode: 20904,
  });
});

test("reads IPv6 sockets, with IPv4 addresses in them", () => {
  const sockets = parseNetSockets(fixtureText("hybrid-docker", "/proc/11393/net/tcp6"));
  expect(sockets[0]).toMatchObject({ localAddress: "::", localPort: 80, state: "LISTEN", inode: 20977 });
  expect(sockets[1]).toMatchObject({
    localAddress: "::ffff:127.0.0.1",
    remoteAddress: "::ffff:127.0.0.1",
    state: "TIME_WAIT",
    inode: 0,
  });
});

test("reads who made a socket and both of its ends", () => {
  expect(parseNetSockets(socket("0200A8C0:01BB", "B80D0120000000000000000001000000:FFFF", "01"))).toEqual([
    {
      localAddress: "192.168.0.2",
      localPort: 443,
      remoteAddress: "2001:db8::1",
      remotePort: 65535,
      state: "ESTABLISHED",
      uid: 1000,
      inode: 4242,
    },
  ]);
});

test("the heading of UDP is another", () => {
  expect(parseNetSockets(fixtureText("hybrid-docker", "/proc/1/net/udp"))).toEqual([]);
});

test("a state that has no name yet is shown by its number", () => {
  expect(parseNetSockets(socket("00000000:0050", "00000000:0000", "0E"))[0]?.state).toBe("0E");
});

test.each(["7F:0050", "0100007F", "0100007F:", ":0050", "0100007F0100007F:0050", "0100007G:0050"])(
  "throws on the address %j",
  (local) => {
    expect(() => parseNetSockets(socket(local, "00000000:0000", "0A"))).toThrow(SyntaxError);
  },
);
