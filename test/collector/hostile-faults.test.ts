import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sample } from "../../src/collector/sample.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { FixtureHost } from "./fixture-host.ts";

const CONTAINER = "a".repeat(64);

let host: FixtureHost;

beforeEach(() => {
  host = new FixtureHost();
  host.process({
    pid: 20,
    comm: "web",
    cgroup: `0::/docker/${CONTAINER}\n`,
    namespaces: { net: 900, mnt: 901 },
  });
  host.process({ pid: 30, comm: "cron" });
  for (const [file, text] of Object.entries({
    "cgroup.controllers": "cpu io memory pids\n",
    "cpu.stat": "usage_usec 5\nuser_usec 3\nsystem_usec 2\n",
    "memory.current": "4096\n",
    "memory.stat": "anon 4096\nfile 0\ninactive_file 0\n",
    "pids.current": "1\n",
  })) {
    host.write(`/sys/fs/cgroup/docker/${CONTAINER}/${file}`, text);
  }
});
afterEach(() => host.remove());

const commandsOf = ({ processes }: Sample) => processes.map(({ comm }) => comm);

/** Every file that is opened for some samples. */
function openedFiles(): readonly string[] {
  const collector = host.collector();
  for (let look = 0; look < 3; look += 1) {
    host.seconds += 40;
    collector.sample();
  }
  collector.close();
  return [...host.files.opened.keys()];
}

describe.each(["EMFILE", "ENFILE", "EIO", "ENOMEM"])("%s", (code) => {
  test("on any one file: the sample comes all the same, and once it is over all is as before", () => {
    const paths = openedFiles();
    expect(paths).toEqual(
      expect.arrayContaining(["/proc/20/stat", `/sys/fs/cgroup/docker/${CONTAINER}/cpu.stat`]),
    );
    for (const path of paths) {
      const collector = host.collector();
      const before = collector.sample();
      host.files.fail(path, code);
      host.seconds += 40;
      const during = collector.sample();
      // A process of which nothing new can be read is shown as it was.
      expect([path, ...commandsOf(during)]).toEqual([path, ...commandsOf(before)]);
      host.files.fail(path, null);
      host.seconds += 40;
      const after = collector.sample();
      expect([path, ...commandsOf(after)]).toEqual([path, ...commandsOf(before)]);
      expect(after.cgroups.size).toBe(before.cgroups.size);
      collector.close();
    }
  });

  test("on any one file from the start: all others are read, and what is missing is said", () => {
    for (const path of openedFiles()) {
      host.files.fail(path, code);
      const collector = host.collector();
      const { issues, processes } = collector.sample();
      expect([path, processes.length >= 2]).toEqual([path, true]);
      expect([path, issues.every(({ message }) => message !== "")]).toEqual([path, true]);
      collector.close();
      host.files.fail(path, null);
    }
  });
});

test.each([-86_400_000, 86_400_000])(
  "the clock of the wall is stepped by %i ms: no rate shows it",
  (step) => {
    let wall = 1_700_001_000_000;
    const collector = host.collector({ wallMilliseconds: () => wall });
    const looks = [0, step, 0].map((stepped) => {
      host.seconds += 1;
      wall += 1_000 + stepped;
      return collector.sample();
    });
    const rates = looks.slice(1).map((sample, at) => {
      const { snapshot } = deriveSnapshot(sample, looks[at] ?? null);
      return { seconds: snapshot.intervalSeconds, cpu: snapshot.groups.map(({ cpu }) => cpu.percent) };
    });
    expect(rates[0]).toEqual(rates[1]);
    expect(rates[0]?.seconds).toBe(1);
    collector.close();
  },
);
