import { expect, test } from "vitest";
import { EngineFailure, engineFailure } from "../../src/engines/engine-failure.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code} /run/docker.sock`), { code, syscall: "connect" });
}

test.each([
  ["ENOENT", "absent", "unreachable"],
  ["EACCES", "denied", "denied"],
  ["EPERM", "denied", "denied"],
  ["ECONNREFUSED", "refused", "unreachable"],
  ["EAGAIN", "full", "unreachable"],
  ["ECONNRESET", "cut off", "unreachable"],
  ["EMFILE", "failed", "unreachable"],
])("%s is %s, reported as %s", (code, kind, state) => {
  expect(engineFailure(systemError(code))).toMatchObject({ kind, state });
});

test("an error that the system has no special word for is told as it is", () => {
  expect(engineFailure(systemError("EMFILE")).message).toBe(
    "cannot be asked, connect EMFILE /run/docker.sock: check what its socket is (ls -l)",
  );
});

test("a failure stays what it is", () => {
  const failure = new EngineFailure("ended");
  expect(engineFailure(failure)).toBe(failure);
});

test.each([
  new TypeError("x is not a function"),
  Object.assign(new Error("no module"), { code: "ERR_MODULE_NOT_FOUND" }),
  "text",
])("what is not the engine's fault is thrown on: %s", (error) => {
  expect(() => engineFailure(error)).toThrow(error instanceof Error ? error : undefined);
});
