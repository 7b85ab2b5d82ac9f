import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOfBytes, addressOfWords } from "../../src/procfs/ip-address.ts";

test.each([
  ["00000000000000000000000000000000", "::"],
  ["00000000000000000000000000000001", "::1"],
  ["fe800000000000000000000000000001", "fe80::1"],
  ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["20010db8000100000001000000000000", "2001:db8:1:0:1::"],
  ["20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
  ["0001000200030004000500060007000a", "1:2:3:4:5:6:7:a"],
  ["00000000000000000000ffff0a000001", "::ffff:10.0.0.1"],
  ["00100000000000000000000000000010", "10::10"],
  ["FF020000000000000000000000000000", "ff02::"],
])("%s is the address %s", (hex, address) => {
  expect(addressOfBytes(hex, "test")).toBe(address);
});

test("shortens every IPv6 address to one that means the same", () => {
  const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const full = groups.map((value) => value.toString(16).padStart(4, "0"));
      const address = addressOfBytes(full.join(""), "test");
      expect(isIPv6(address)).toBe(true);
      expect(new URL(`http://[${address}]/`).hostname).toBe(new URL(`http://[${full.join(":")}]/`).hostname);
    }),
  );
});

test("words of a little-endian machine are turned round, each by itself", () => {
  expect(addressOfWords("0100007F", "test")).toBe("127.0.0.1");
  expect(addressOfWords("B80D0120000000000000000001000000", "test")).toBe("2001:db8::1");
});

test.each([undefined, "", "0100007", "0100007F00", "0100007F0100007F", "0100007G", "0100007F\n"])(
  "%j is no address",
  (hex) => {
    expect(() => addressOfWords(hex, "test")).toThrow(SyntaxError);
    expect(() => addressOfBytes(hex, "test")).toThrow(SyntaxError);
  },
);
