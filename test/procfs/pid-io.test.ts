import { expect, test } from "vitest";
import { parsePidIo } from "../../src/procfs/pid-io.ts";
import { fixtureText } from "./fixture.ts";

test("reads the fields of a captured process", () => {
  expect(parsePidIo(fixtureText("v2-docker-systemd", "/proc/349/io"))).toEqual({
    readCharacters: 43729,
    writeCharacters: 7754,
    readCalls: 33,
    writeCalls: 7,
    readBytes: 0,
    writeBytes: 0,
    cancelledWriteBytes: 0,
  });
});

test("reads counters that fill 64 bits", () => {
  const text = fixtureText("v2-docker-systemd", "/proc/349/io");
  const full = text.replace(/^read_bytes: 0/m, "read_bytes: 18446744073709551615");
  expect(parsePidIo(full).readBytes).toBe(2 ** 64);
});

test("throws when a field is missing", () => {
  const text = fixtureText("v2-docker-systemd", "/proc/349/io");
  expect(() => parsePidIo(text.replace(/^write_bytes.*\n/m, ""))).toThrow(SyntaxError);
});
