import { describe, expect, test } from "vitest";
import { optionsText, sourceText } from "../../src/report/mount-text.ts";
import { addressesText, localText, peerText, remoteText } from "../../src/report/network-text.ts";
import { commandText, insidePids, userText } from "../../src/report/process-text.ts";
import { processRow, SHOW } from "./fixture.ts";

describe("a process", () => {
  test.each([
    [[4711], "-"],
    [[4711, 17], "17"],
    [[4711, 41, 7], "41/7"],
  ])("with the pids %j is %s inside", (pids, text) => {
    expect(insidePids(pids)).toBe(text);
  });

  test.each([
    [{ user: "root", uid: 0 }, "root"],
    [{ user: null, uid: 1000 }, "1000"],
    [{ user: null, uid: null }, "-"],
  ])("of %j is %s's", (owner, text) => {
    expect(userText(owner)).toBe(text);
  });

  test.each([
    [{ command: ["sleep", "60"] }, "sleep 60"],
    [{ command: [] }, "[sh]"],
    [{ command: null }, "sh"],
    [{ command: null, issues: ["command line hangs"] }, "sh (command line hangs)"],
  ])("that runs %j is shown as %j", (facts, text) => {
    expect(commandText(processRow(1, facts))).toBe(text);
  });
});

describe("an interface", () => {
  const peer = { netns: null, index: 9, name: "veth9", bridge: null, container: null };

  test.each([
    [null, ""],
    [peer, "veth9"],
    [{ ...peer, name: null }, "interface 9"],
    [{ ...peer, bridge: "docker0" }, "veth9 on docker0"],
    [{ ...peer, container: "api" }, "veth9 in api"],
  ])("whose other end is %j says %j", (end, text) => {
    expect(peerText({ peer: end })).toBe(text);
  });

  test("without an address has a dash", () => {
    expect(addressesText({ addresses: [] })).toBe("-");
  });
});

test("a socket's addresses say which part is the port", () => {
  const [socket] = SHOW.sockets ?? [];
  if (socket === undefined) throw new Error("no socket in the fixture");
  expect([localText(socket), remoteText(socket)]).toEqual(["[::]:80", "-"]);
  const connected = { ...socket, localAddress: "10.0.0.1", remoteAddress: "10.0.0.2", remotePort: 443 };
  expect([localText(connected), remoteText(connected)]).toEqual(["10.0.0.1:80", "10.0.0.2:443"]);
  const unix = { ...socket, localAddress: "", localPort: null, remoteAddress: null, remotePort: null };
  expect([localText(unix), remoteText(unix)]).toEqual(["-", "-"]);
});

describe("a mount", () => {
  test("is read-only when it or its file system is", () => {
    expect(optionsText({ options: ["rw", "relatime"], superOptions: ["ro"] })).toBe("ro,relatime");
    expect(optionsText({ options: ["rw", "relatime"], superOptions: ["rw", "relatime"] })).toBe(
      "rw,relatime",
    );
    expect(optionsText({ options: ["relatime"], superOptions: [] })).toBe("relatime");
  });

  test("of a directory names it beside the device", () => {
    expect(sourceText({ source: "/dev/sda1", root: "/" })).toBe("/dev/sda1");
    expect(sourceText({ source: "/dev/sda1", root: "/hosts" })).toBe("/dev/sda1[/hosts]");
  });
});
