import { expect, test } from "vitest";
import { EngineFailure } from "../../src/engines/engine-failure.ts";
import { ExecStarts } from "../../src/engines/exec-starts.ts";

test("an engine is asked again while it has not started yet what it said that it starts", async () => {
  const answers = [null, null, 42];
  const execs = new ExecStarts({ execPid: async () => answers.shift() ?? null });
  expect(await execs.pidOf("e1")).toBe(42);
});

test("an engine that fails does not say it, and a fault of nstop's own is not hidden", async () => {
  const failing = (error: Error) => new ExecStarts({ execPid: () => Promise.reject(error) });
  expect(await failing(new EngineFailure("ended")).pidOf("e1")).toBeNull();
  await expect(failing(new TypeError("no method")).pidOf("e1")).rejects.toThrow(TypeError);
});

test("a crowd of execs does not make a crowd of questions", async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  let asked = 0;
  const execs = new ExecStarts({
    execPid: () => {
      asked += 1;
      return promise;
    },
  });
  const pids = Array.from({ length: 10 }, (_, index) => execs.pidOf(`e${index}`));
  resolve(7);
  expect(await Promise.all(pids)).toEqual([7, 7, 7, 7, null, null, null, null, null, null]);
  expect(asked).toBe(4);
});
