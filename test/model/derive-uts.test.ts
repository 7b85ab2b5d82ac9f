import { expect, test } from "vitest";
import { deriveUts } from "../../src/model/derive-uts.ts";

const NAMES = { hostname: "web-1", domainname: "" };
const SETTINGS = { hostname: "web", domainname: "example.org", utsMode: null };

test("what the engine set stands beside what the kernel says", () => {
  expect(deriveUts(NAMES, SETTINGS)).toEqual({
    ...NAMES,
    engine: { hostname: "web", domainname: "example.org" },
  });
});

test("an engine that was told no domain name set none", () => {
  expect(deriveUts(NAMES, { ...SETTINGS, domainname: null }).engine).toEqual({
    hostname: "web",
    domainname: "",
  });
});

test.each([
  ["of what is no container", null],
  ["of a container without a hostname", { ...SETTINGS, hostname: null }],
  ["of a container that is in the host's uts namespace", { ...SETTINGS, utsMode: "host" }],
])("%s the engine says nothing", (_what, settings) => {
  expect(deriveUts(NAMES, settings).engine).toBeNull();
});
