import { mkdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { distinctEndpoints } from "../../src/engines/distinct-endpoints.ts";
import { parseEndpoint } from "../../src/engines/parse-endpoint.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { temporaryDirectory } from "./fake-engine.ts";

const WELL_KNOWN = ["unix:///run/docker.sock", "unix:///var/run/docker.sock"];

function distinct(root: string, urls: readonly string[]): readonly string[] {
  return distinctEndpoints(urls.map(parseEndpoint), new HostReader(root)).map(({ url }) => url);
}

test("a socket below a linked directory is the one it leads to, even while there is none", () => {
  const root = temporaryDirectory();
  mkdirSync(`${root}/run`);
  mkdirSync(`${root}/var`);
  symlinkSync("/run", `${root}/var/run`);
  expect(distinct(root, WELL_KNOWN)).toEqual(["unix:///run/docker.sock"]);
});

test("a link may be relative, and lead to another link", () => {
  const root = temporaryDirectory();
  mkdirSync(`${root}/run`);
  mkdirSync(`${root}/var`);
  symlinkSync("../run", `${root}/var/run`);
  symlinkSync("../var/run/docker.sock", `${root}/run/other.sock`);
  expect(distinct(root, ["unix:///run/other.sock", ...WELL_KNOWN])).toEqual(["unix:///run/other.sock"]);
});

test("without a link they are two", () => {
  const root = temporaryDirectory();
  mkdirSync(`${root}/run`);
  mkdirSync(`${root}/var/run`, { recursive: true });
  expect(distinct(root, WELL_KNOWN)).toEqual(WELL_KNOWN);
});

test("links in a circle end", () => {
  const root = temporaryDirectory();
  symlinkSync("/b", `${root}/a`);
  symlinkSync("/a", `${root}/b`);
  expect(distinct(root, ["unix:///a/docker.sock"])).toEqual(["unix:///a/docker.sock"]);
});
