import { expect, test } from "vitest";
import { parseFibTrie } from "../../src/procfs/fib-trie.ts";
import { fixtureText } from "./fixture.ts";

const TRIE = fixtureText("v2-docker-systemd", "/proc/349/net/fib_trie");

test("reads the addresses that a captured container has of its own", () => {
  const local = parseFibTrie(TRIE).filter(({ table, type }) => table === "Local" && type === "LOCAL");
  expect(local.map(({ address, prefixLength }) => `${address}/${prefixLength}`)).toEqual([
    "127.0.0.0/8",
    "127.0.0.1/32",
    "172.17.0.2/32",
  ]);
});

test("reads what each leaf is", () => {
  expect(parseFibTrie(TRIE)).toContainEqual({
    table: "Main",
    address: "172.17.0.0",
    prefixLength: 16,
    scope: "link",
    type: "UNICAST",
  });
});

test("an address with two uses is two entries", () => {
  const text = "Id 7:\n  |-- 10.0.0.0\n     /8 link UNICAST tos=4\n     /24 universe BLACKHOLE\n";
  expect(parseFibTrie(text)).toEqual([
    { table: "Id 7", address: "10.0.0.0", prefixLength: 8, scope: "link", type: "UNICAST" },
    { table: "Id 7", address: "10.0.0.0", prefixLength: 24, scope: "universe", type: "BLACKHOLE" },
  ]);
});

test("a new network namespace has an empty file and no entries", () => {
  expect(parseFibTrie("")).toEqual([]);
});

test.each([
  "Main:\n   /0 universe UNICAST\n",
  "  |-- 10.0.0.1\n     /32 host LOCAL\n",
  "Main:\nx\n",
  "Main:\n  |-- 10.0.0.1\nLocal:\n     /32 host LOCAL\n",
  "\n",
])("throws on %j", (text) => {
  expect(() => parseFibTrie(text)).toThrow(SyntaxError);
});
