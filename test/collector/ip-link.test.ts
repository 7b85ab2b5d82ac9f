import { describe, expect, test } from "vitest";
import { parseIpLinks } from "../../src/collector/ip-link.ts";

function link(fields: string): string {
  return `[{"ifindex":1,"ifname":"x",${fields}}]\n`;
}

describe("parseIpLinks", () => {
  test.each([
    ["loopback", '"link_type":"loopback"', "loopback"],
    ["hardware", '"link_type":"ether"', "physical"],
    ["a bridge", '"link_type":"ether","linkinfo":{"info_kind":"bridge"}', "bridge"],
    ["something without a type", '"mtu":1', "unknown"],
  ])("%s is of its kind", (_, fields, kind) => {
    expect(parseIpLinks(link(fields))[0]?.kind).toBe(kind);
  });

  test("a name with control characters, quotes and an escaped apostrophe is read as it is", () => {
    expect(parseIpLinks('[{"ifindex":1,"ifname":"a\x1b\\"\\\\\'\\\'\udcff"}]')[0]?.name).toBe(
      "a\x1b\"\\''\udcff",
    );
  });

  test("a tunnel's address is no hardware address", () => {
    expect(parseIpLinks(link('"link_type":"ipip","address":"10.0.0.1"'))[0]?.mac).toBeNull();
  });

  test("a namespace without interfaces prints nothing", () => {
    expect(parseIpLinks("")).toEqual([]);
  });

  test.each(["{}", "[1]", "[{}]", '[{"ifindex":"1","ifname":"x"}]', "[", link('"addr_info":1')])(
    "%s is malformed",
    (text) => {
      expect(() => parseIpLinks(text)).toThrow(SyntaxError);
    },
  );
});
