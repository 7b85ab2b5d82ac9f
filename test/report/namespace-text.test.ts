import { expect, test } from "vitest";
import { cgroupRootText, clockText, domainnameText, hostnameText } from "../../src/report/namespace-text.ts";

const UTS = { hostname: "web-1", domainname: "", engine: null };

test("a name is followed by the engine's only where they differ", () => {
  expect(hostnameText(UTS)).toBe("web-1");
  expect(hostnameText({ ...UTS, engine: { hostname: "web-1", domainname: "" } })).toBe("web-1");
  expect(hostnameText({ ...UTS, engine: { hostname: "web", domainname: "" } })).toBe(
    "web-1, while the engine set web",
  );
});

test("no domain name is something else than the engine's", () => {
  const engine = { hostname: "web-1", domainname: "example.org" };
  expect(domainnameText(UTS)).toBe("");
  expect(domainnameText({ ...UTS, engine })).toBe("none, while the engine set example.org");
  expect(domainnameText({ ...UTS, domainname: "a.org", engine: { ...engine, domainname: "" } })).toBe(
    "a.org, while the engine set none",
  );
});

test.each([
  [0, "the host's"],
  [86_400.5, "86400.5 s ahead of the host's"],
  [-2, "2 s behind the host's"],
])("a clock with an offset of %d s is %s", (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});

test("the cgroup root is one path, or one for each hierarchy where they differ", () => {
  expect(
    cgroupRootText([
      { controllers: "cpu", path: "/a" },
      { controllers: "", path: "/a" },
    ]),
  ).toBe("/a");
  expect(
    cgroupRootText([
      { controllers: "cpu", path: "/a" },
      { controllers: "", path: null },
    ]),
  ).toBe("cpu /a, v2 -");
  expect(cgroupRootText([{ controllers: "", path: null }])).toBe("-");
});
