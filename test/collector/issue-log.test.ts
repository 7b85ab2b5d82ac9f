import { expect, test } from "vitest";
import { IssueLog } from "../../src/collector/issue-log.ts";
import { ReadFailure } from "../../src/host/read-failure.ts";

function failure(kind: ReadFailure["kind"], path: string): () => never {
  return () => {
    throw new ReadFailure(kind, path, "ECODE");
  };
}

test("the same trouble at many processes is one issue with a count", () => {
  const log = new IssueLog();
  log.begin(1);
  for (const pid of [1, 22, 333]) log.add("denied", `/proc/${pid}/io`, "unknown");
  expect(log.list()).toEqual([{ code: "denied", path: "/proc/[pid]/io", message: "unknown", count: 3 }]);
});

test("the count is of the sample that met it last", () => {
  const log = new IssueLog();
  log.begin(1);
  log.add("denied", "/proc/1/io", "unknown");
  log.begin(2);
  log.add("denied", "/proc/1/io", "unknown");
  log.begin(3);
  expect(log.list()).toMatchObject([{ count: 1 }]);
});

test("an issue that is not met any more is forgotten after a while", () => {
  const log = new IssueLog();
  log.begin(1);
  log.add("failed", "/proc/stat", "unknown");
  log.begin(31);
  expect(log.list()).toHaveLength(1);
  log.begin(32);
  expect(log.list()).toEqual([]);
});

test("no more than a hundred are remembered, and the most recent is last", () => {
  const log = new IssueLog();
  log.begin(1);
  for (let number = 0; number < 150; number += 1) log.add("failed", `/sys/${number}`, "unknown");
  expect(log.list()).toHaveLength(100);
  expect(log.list().at(-1)?.path).toBe("/sys/149");
});

test("what is gone is no issue", () => {
  const log = new IssueLog();
  expect(log.attempt("/x", "X is unknown", failure("gone", "/x"))).toBeNull();
  expect(log.list()).toEqual([]);
});

test.each(["denied", "failed", "hangs"] as const)("a read that is %s is one", (kind) => {
  const log = new IssueLog();
  expect(log.attempt("/x", "X is unknown", failure(kind, "/x"))).toBeNull();
  expect(log.list()).toMatchObject([
    { code: kind, path: "/x", message: expect.stringMatching(/^X is unknown: .*\.$/) },
  ]);
});

test("an error of another sort goes on", async () => {
  const log = new IssueLog();
  const mistake = () => {
    throw new TypeError("a mistake of ours");
  };
  expect(() => log.attempt("/x", "X is unknown", mistake)).toThrow(TypeError);
  await expect(log.attemptLater("/x", "X is unknown", async () => mistake())).rejects.toThrow(TypeError);
});
