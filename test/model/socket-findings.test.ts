import { expect, test } from "vitest";
import type { SocketRow } from "../../src/model/detail.ts";
import { socketFindings } from "../../src/model/socket-findings.ts";

const LISTENER: SocketRow = {
  protocol: "tcp",
  localAddress: "0.0.0.0",
  localPort: 80,
  remoteAddress: null,
  remotePort: null,
  state: "LISTEN",
  inode: 5,
  pid: 42,
  publishedAs: null,
  ownerNetns: 9,
};

test("a socket whose process is in another network namespace is told, with both", () => {
  expect(socketFindings([LISTENER], 8, "web")).toMatchObject([
    {
      code: "socket-of-other-network",
      groupId: "web",
      pid: 42,
      sentence: expect.stringContaining("tcp 0.0.0.0 port 80 LISTEN belongs to net:8, but process 42"),
      evidence: [
        { path: "/proc/42/fd", value: "socket:[5]" },
        { path: "/proc/42/ns/net", value: "net:[9]" },
      ],
    },
  ]);
});

test("one whose process is where it belongs, or that nobody has open, is not", () => {
  const rows = [
    { ...LISTENER, ownerNetns: null },
    { ...LISTENER, pid: null, ownerNetns: null },
  ];
  expect(socketFindings(rows, 8, "web")).toEqual([]);
});

test("Docker's own resolver, which the daemon opens inside every container of a user's network, is not", () => {
  expect(socketFindings([{ ...LISTENER, localAddress: "127.0.0.11" }], 8, "web")).toEqual([]);
});
