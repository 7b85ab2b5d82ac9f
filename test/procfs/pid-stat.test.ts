import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText, encodeText } from "../../src/host/text.ts";
import { type PidStat, parsePidStat, parsePidStatBytes } from "../../src/procfs/pid-stat.ts";
import { fixtureText } from "./fixture.ts";

const BURNER = fixtureText("v2-docker-systemd", "/proc/349/stat");

/** All that follows the command's name in {@link BURNER}. */
const REST = BURNER.slice(BURNER.lastIndexOf(")") + 1);

/** A buffer that is used again and again still holds what was read into it before: here, what could go on. */
function parseBytes(text: string): PidStat {
  const bytes = encodeText(text);
  const buffer = new Uint8Array(4096).fill(" ".charCodeAt(0));
  buffer.set(encodeText(" 1".repeat(60)), bytes.length);
  buffer.set(bytes);
  return parsePidStatBytes(buffer, bytes.length, decodeText);
}

function result(parse: (text: string) => PidStat, text: string): PidStat | string {
  try {
    return parse(text);
  } catch (error) {
    return error instanceof Error ? error.name : "not an error";
  }
}

describe.each([
  { name: "parsePidStat", parse: parsePidStat },
  { name: "parsePidStatBytes", parse: parseBytes },
])("$name", ({ parse }) => {
  test("reads the fields of a captured process", () => {
    expect(parse(BURNER)).toEqual({
      pid: 349,
      comm: "sh",
      state: "R",
      parentPid: 327,
      processGroup: 349,
      session: 349,
      flags: 4194560,
      kernelThread: false,
      minorFaults: 1052,
      majorFaults: 0,
      cpuTicks: 488 + 131,
      userTicks: 488,
      systemTicks: 131,
      threads: 1,
      startTicks: 2489,
      virtualBytes: 2314240,
      residentPages: 1,
    });
  });

  test("knows a kernel thread by its flag", () => {
    expect(parse(fixtureText("hybrid-docker", "/proc/2/stat"))).toMatchObject({
      comm: "kthreadd",
      kernelThread: true,
    });
    expect(parse(`7 ([kworker/0:1])${REST}`)).toMatchObject({ comm: "[kworker/0:1]", kernelThread: false });
  });

  test.each([
    "x) R 1\n(y",
    ") R 1 1 1 (",
    "))))",
    "((((",
    "",
    " ",
    "(sd-pam)",
    "\n\n\n",
    "\u001b[2J",
    "a\u202eb",
    "caf\udcc3", // cut off in the middle of a character
  ])("reads the name %j to its last parenthesis", (comm) => {
    expect(parse(`12345 (${comm})${REST}`)).toEqual({ ...parse(BURNER), pid: 12345, comm });
  });

  test("reads negative numbers where the kernel has them", () => {
    expect(parse(`2 (x) S -1 0 -7 0 -1 ${REST.split(" ").slice(7).join(" ")}`)).toMatchObject({
      parentPid: -1,
      session: -7,
    });
  });

  test("throws wherever the fields it reads are cut off", () => {
    const end = BURNER.indexOf(" 1 18446744073709551615") + " 1".length;
    const kept = Array.from({ length: end + 1 }, (_, length) => result(parse, BURNER.slice(0, length)));
    expect(new Set(kept)).toEqual(new Set(["SyntaxError"]));
    expect(result(parse, BURNER.slice(0, end + 1))).toEqual(parse(BURNER));
  });

  test.each([
    "349 sh R 327",
    `349(sh)${REST}`,
    `(sh)${REST}`,
    ` (sh)${REST}`,
    `x (sh)${REST}`,
    `349 (sh)${REST.replace(" R ", " RS ")}`,
    `349 (sh)${REST.replace(" R ", " Rx")}`,
    `349 (sh)${REST.replace(" R ", " ? ")}`,
    `349 (sh)${REST.replace("488", "4x8")}`,
    `349 (sh)${REST.replace("488", "")}`,
    `349 (sh)${REST.replace("488", "-")}`,
    `349 (sh)${REST.replace("488", "123456789012345678901")}`,
  ])("throws on %j", (text) => {
    expect(() => parse(text)).toThrow(SyntaxError);
  });
});

describe("parsePidStatBytes", () => {
  const number = fc.oneof(fc.nat({ max: 9 }), fc.maxSafeInteger());
  const numbers = fc.array(number, { minLength: 0, maxLength: 50 });
  const comm = fc.uint8Array({ maxLength: 20 }).map(decodeText);

  test("agrees with parsePidStat on lines of the right shape", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        comm,
        fc.constantFrom("R", "S", "Z", "x", "1"),
        numbers,
        (pid, name, state, all) => {
          const line = `${pid} (${name}) ${state} ${all.join(" ")}\n`;
          expect(result(parseBytes, line)).toEqual(result(parsePidStat, line));
        },
      ),
    );
  });

  test("agrees with parsePidStat on damaged lines", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: BURNER.length - 1 }),
        fc.nat({ max: 9 }),
        fc.string(),
        (at, dropped, added) => {
          const line = BURNER.slice(0, at) + added + BURNER.slice(at + dropped);
          expect(result(parseBytes, line)).toEqual(result(parsePidStat, line));
        },
      ),
    );
  });

  test("agrees with parsePidStat on 64-bit numbers to their last digit but one", () => {
    const line = BURNER.replace(" 2314240 ", " 18446744073709551615 ");
    const expected = parsePidStat(line).virtualBytes;
    expect(parseBytes(line).virtualBytes / expected).toBeCloseTo(1, 12);
  });
});
