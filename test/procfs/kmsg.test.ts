import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOomKills } from "../../src/procfs/kmsg.ts";

const ID = "d19adcd8476a4f6daf75a59d65aff767a0a6555d332c2a0e0dc73eefac5d8c30";

function record(message: string): string {
  return `6,539,1009235120,-;${message}\n`;
}

function kill(task: string, cgroup = `/docker/${ID}`, limit = `oom_memcg=${cgroup}`): string {
  return record(
    `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=${ID},mems_allowed=0,${limit},task_memcg=${cgroup},task=${task},pid=24198,uid=0`,
  );
}

test("a record of Linux 6.18 tells when, whom, and whose limit it was", () => {
  expect(parseOomKills(kill("tail"))).toEqual([
    {
      uptimeSeconds: 1009.23512,
      pid: 24198,
      comm: "tail",
      taskCgroup: `/docker/${ID}`,
      limitCgroup: `/docker/${ID}`,
    },
  ]);
});

test("the limit may be that of a cgroup around it, or the host's memory", () => {
  expect(parseOomKills(kill("tail", "/pod/a", "oom_memcg=/pod"))).toMatchObject([{ limitCgroup: "/pod" }]);
  expect(parseOomKills(kill("tail", "/pod/a", "global_oom"))).toMatchObject([{ limitCgroup: "/" }]);
});

test.each([
  ["a,pid=1,uid=0", "a,pid=1,uid=0"],
  ["x\\x0a\\x1b[2J", "x\n\x1b[2J"],
  ["caf\\xc3\\xa9", "café"],
  [") task=", ") task="],
])("a name may pretend to be anything: %s", (task, comm) => {
  expect(parseOomKills(kill(task))).toMatchObject([{ comm, pid: 24198, taskCgroup: `/docker/${ID}` }]);
});

test("what follows on lines of its own, other records and broken ones are passed over", () => {
  const text = `${record("tail invoked oom-killer")} SUBSYSTEM=x\n${kill("one")}${record("oom-kill:constraint=NONE")}nonsense\n`;
  expect(parseOomKills(text)).toMatchObject([{ comm: "one" }]);
});

test("nothing that anybody writes into the log is an error", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseOomKills(text)).toEqual([]);
      expect(parseOomKills(`${kill("one")}${text}`)).toMatchObject([{ comm: "one" }]);
    }),
  );
});
