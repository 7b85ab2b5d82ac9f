import { expect, test, vi } from "vitest";
import { findProgram } from "../../src/host/find-program.ts";
import { runProgram } from "../../src/host/run-program.ts";

function program(name: string): string {
  const found = findProgram(name);
  if (found === null) throw new Error(`these tests need ${name}`);
  return found;
}

test("what a program prints is its result, and no shell reads its arguments", async () => {
  expect(await runProgram(program("echo"), ["$HOME; *"])).toBe("$HOME; *\n");
});

test("nothing of the environment reaches it", async () => {
  vi.stubEnv("LD_LIBRARY_PATH", "/tmp");
  const printed = await runProgram(program("env"), []);
  vi.unstubAllEnvs();
  expect(printed.trim().split("\n").toSorted()).toEqual(["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
});

test("it has no input to wait for", async () => {
  expect(await runProgram(program("cat"), [])).toBe("");
});

test("bytes that are not UTF-8 are kept", async () => {
  expect(await runProgram(program("printf"), ["\\377"])).toBe("\udcff");
});

test("one that does not end in time is killed", async () => {
  const run = runProgram(program("sleep"), ["1000"], { deadlineMilliseconds: 20 });
  await expect(run).rejects.toMatchObject({ name: "ProgramFailure", kind: "late" });
});

test("one that prints without end is killed", async () => {
  const run = runProgram(program("yes"), [], { maxBytes: 10_000 });
  await expect(run).rejects.toMatchObject({ name: "ProgramFailure", kind: "endless" });
});

test("one that fails says why", async () => {
  const run = runProgram(program("ls"), ["/no/such/place"]);
  await expect(run).rejects.toMatchObject({ kind: "failed", message: expect.stringMatching(/No such file/) });
});

test("one that fails without a word is named with its exit code", async () => {
  await expect(runProgram(program("false"), [])).rejects.toThrow(/false: ended with 1$/);
});

test("one that is not there fails", async () => {
  await expect(runProgram("/no/such/program", [])).rejects.toMatchObject({ kind: "failed" });
});

test("a name without a path is refused", () => {
  expect(() => runProgram("sh", [])).toThrow(TypeError);
});
