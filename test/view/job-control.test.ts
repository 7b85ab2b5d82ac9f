import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
