import { describe, expect, test } from "vitest";
import { parseNetUnix } from "../../src/procfs/net-unix.ts";
import { fixtureText } from "./fixture.ts";

const UNIX = fixtureText("hybrid-docker", "/proc/1/net/unix");
const HEADING = `${UNIX.split("\n")[0]}\n`;

/** A socket's line with the given flags, type, state and path. */
const socket = (path: string, [flags, type, state]: readonly string[] = ["00000000", "0001", "03"]) =>
  `00000000ed26dabc: 00000003 00000000 ${flags} ${type} ${state} 20968${path === "" ? "" : ` ${path}`}\n`;

describe("of a captured host", () => {
  const sockets = parseNetUnix(UNIX);

  test("reads one socket from every line", () => {
    expect(sockets).toHaveLength(UNIX.trimEnd().split("\n").length - 1);
  });

  test("reads a socket that listens, one that is connected, and one without a name", () => {
    expect(sockets).toContainEqual({
      path: "/run/nstop-lab/containerd.sock.ttrpc",
      type: "stream",
      state: "LISTEN",
      inode: 14529,
    });
    expect(sockets).toContainEqual({
      path: "/run/nstop-lab/containerd.sock.ttrpc",
      type: "stream",
      state: "CONNECTED",
      inode: 20968,
    });
    expect(sockets).toContainEqual({ path: "", type: "stream", state: "CONNECTED", inode: 1141 });
  });
});

test.each([
  [["00000000", "0002", "01"], { type: "dgram", state: "UNCONNECTED" }],
  [["00000000", "0005", "02"], { type: "seqpacket", state: "CONNECTING" }],
  [["00000000", "0001", "04"], { type: "stream", state: "DISCONNECTING" }],
  [["00010000", "0005", "01"], { type: "seqpacket", state: "LISTEN" }],
])("flags, type and state %j mean %j", (columns, meaning) => {
  expect(parseNetUnix(HEADING + socket("/x", columns))).toMatchObject([meaning]);
});

test.each([
  " ",
  "@abstract@@",
  "/a b  c ",
  "/x (deleted)",
  "/\u001b[2J",
  "/a\nb",
  "/a\n\nb",
  "/a\n00000000: 0000",
  "@\n",
])("the path %j comes back as it is, and so does the socket after it", (path) => {
  const sockets = parseNetUnix(HEADING + socket(path) + socket("/after"));
  expect(sockets.map((found) => found.path)).toEqual([path, "/after"]);
});

test.each([
  `${HEADING}x\n`,
  `${HEADING}${socket("")}x\n`,
  HEADING + socket("/x", ["00000000", "0009", "03"]),
  HEADING + socket("/x", ["00000000", "0001", "09"]),
  socket("/x"),
])("throws on %j", (text) => {
  expect(() => parseNetUnix(text)).toThrow(SyntaxError);
});
