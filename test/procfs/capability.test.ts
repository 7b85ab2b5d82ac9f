import { expect, test } from "vitest";
import { capabilityNames } from "../../src/procfs/capability.ts";

test("names what Docker lets a container keep", () => {
  expect(capabilityNames("00000000a80425fb")).toEqual([
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_SETGID",
    "CAP_SETUID",
    "CAP_SETPCAP",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_RAW",
    "CAP_SYS_CHROOT",
    "CAP_MKNOD",
    "CAP_AUDIT_WRITE",
    "CAP_SETFCAP",
  ]);
});

test("an empty mask has none, a full one all 41", () => {
  expect(capabilityNames("0000000000000000")).toEqual([]);
  expect(capabilityNames("000001ffffffffff")).toHaveLength(41);
  expect(capabilityNames("000001ffffffffff").at(-1)).toBe("CAP_CHECKPOINT_RESTORE");
});

test("a capability of a newer kernel is shown by its number", () => {
  expect(capabilityNames("8000020000000000")).toEqual(["CAP_41", "CAP_63"]);
});

test.each(["", "xyz", "0x1", "10000000000000000", "-1", "00000000a80425fb\n"])("throws on %j", (mask) => {
  expect(() => capabilityNames(mask)).toThrow(SyntaxError);
});
