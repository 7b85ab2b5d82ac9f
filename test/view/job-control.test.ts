import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { JobControl } from "../../src/view/job-control.ts";

let happened: string[];
let jobs: JobControl;

beforeEach(() => {
  vi.useFakeTimers();
  happened = [];
  vi.spyOn(process, "kill").mockImplementation((pid, signal) => {
    happened.push(`${signal} to ${pid}`);
    return true;
  });
  jobs = new JobControl({ release: () => happened.push("release"), take: () => happened.push("take") });
});
afterEach(() => {
  jobs.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("the terminal is given back, the whole group stopped, and the terminal taken again with fg", async () => {
  const suspended = jobs.suspend();
  expect(happened).toEqual(["release", "SIGTSTP to 0"]);
  process.emit("SIGCONT", "SIGCONT");
  await suspended;
  expect(happened).toEqual(["release", "SIGTSTP to 0", "take"]);
});

describe("while something else has the terminal", () => {
  test("it is given before and taken after, also when that fails", async () => {
    const given = jobs.away(async () => happened.push("work"));
    expect(jobs.isAway).toBe(true);
    await given;
    expect(jobs.isAway).toBe(false);
    await expect(jobs.away(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(happened).toEqual(["release", "work", "take", "release", "take"]);
  });

  test("nothing is drawn over it when all are stopped and go on", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const given = jobs.away(() => promise);
    const suspended = jobs.suspend();
    process.emit("SIGCONT", "SIGCONT");
    await suspended;
    process.emit("SIGCONT", "SIGCONT");
    expect(happened).toEqual(["release", "SIGTSTP to 0"]);
    resolve();
    await given;
    expect(happened).toEqual(["release", "SIGTSTP to 0", "take"]);
  });

  test("what has ended meanwhile does not take it again", async () => {
    await jobs.away(async () => jobs.close());
    expect(happened).toEqual(["release"]);
  });
});

test("where nothing stops it, it goes on by itself", async () => {
  const suspended = jobs.suspend();
  await vi.runAllTimersAsync();
  await suspended;
  expect(happened.at(-1)).toBe("take");
});

test("a signal that would stop it does as Ctrl-Z does, once", () => {
  process.emit("SIGTSTP", "SIGTSTP");
  process.emit("SIGTSTP", "SIGTSTP");
  expect(happened).toEqual(["release", "SIGTSTP to 0"]);
});

test("stopped by something else, it draws everything again when it goes on", () => {
  process.emit("SIGCONT", "SIGCONT");
  expect(happened).toEqual(["release", "take"]);
});

test("what ends while it is stopped does not take the terminal again", async () => {
  const suspended = jobs.suspend();
  jobs.close();
  process.emit("SIGCONT", "SIGCONT");
  await suspended;
  expect(happened).toEqual(["release", "SIGTSTP to 0"]);
});
