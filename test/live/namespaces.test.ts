import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NamespaceRecord, Namespaces } from "../../src/model/detail.ts";
import { schemaFaults } from "../report/schema.ts";
import {
  describeLive,
  eventually,
  Inhabitants,
  type Inspected,
  namespaceInodes,
  namespaces,
  nstop,
  run,
} from "./lab.ts";

interface Lsns {
  readonly namespaces: readonly {
    readonly ns: number;
    readonly type: string;
    readonly nprocs: number;
    readonly pns: number;
    readonly ons: number;
  }[];
}

/** What `lsns` says; 0 stands for none. */
function listed() {
  const { namespaces: all }: Lsns = JSON.parse(run("lsns", "-J", "-l", "-o", "NS,TYPE,NPROCS,PNS,ONS"));
  return all.map(({ ns, type, nprocs, pns, ons }) => ({
    inode: ns,
    type,
    processes: nprocs,
    parentInode: pns || null,
    ownerInode: ons || null,
  }));
}

/** Makes a network namespace, keeps a descriptor on it, and goes back to the one it came from. */
const HOLD_BY_DESCRIPTOR = `exec 4</proc/self/ns/net; exec unshare -n sh -c '
  exec 3</proc/self/ns/net; stat -Lc %i /proc/self/fd/3; exec nsenter --net=/proc/self/fd/4 sleep 2147483647'`;

/** Makes one that is mounted on a file which only this mount namespace has. */
const HOLD_BY_MOUNT = `mount -t tmpfs none /mnt && : >/mnt/pin && unshare --net=/mnt/pin true &&
  stat -c %i /mnt/pin; exec sleep 2147483647`;

/** One thread goes into a network namespace of its own; \`unshare\` has no name of its own in Perl. */
const HOLD_BY_THREAD = `use threads; use Config; $| = 1; my $CLONE_NEWNET = 0x40000000;
  my $unshare = $Config{archname} =~ /x86_64/ ? 272 : 97;
  threads->create(sub {
    syscall($unshare, $CLONE_NEWNET) == 0 or die $!;
    print readlink("/proc/thread-self/ns/net"), "\\n";
    sleep 2147483647;
  })->join`;

describeLive("nstop namespaces --json", () => {
  const inhabitants = new Inhabitants("namespaces");
  let own: Inspected;
  let joined: Inspected;
  let said: Namespaces;

  beforeAll(() => {
    own = inhabitants.container("own");
    joined = inhabitants.container("joined", ["--network", `container:${own.Id}`]);
    said = namespaces();
  });
  afterAll(() => inhabitants.removeAll());

  const inode = (type: string, pid: number) => namespaceInodes(pid)[type] ?? Number.NaN;
  const recordOf = (wanted: number, { namespaces: records } = namespaces("--deep")): NamespaceRecord => {
    const found = records.find((record) => record.inode === wanted);
    if (found === undefined) throw new Error(`namespace ${wanted} is not listed`);
    return found;
  };

  test("is of its schema", () => {
    expect(schemaFaults("namespaces")(said)).toEqual([]);
  });

  test("tells who is in a namespace, and what else keeps it alive", () => {
    const net = inode("net", own.State.Pid);
    const record = recordOf(net, said);
    expect(record).toMatchObject({ type: "net", leaderPid: own.State.Pid, processes: 2, isHosts: false });
    expect(record.groupIds.toSorted()).toEqual([own.Id, joined.Id].toSorted());
    expect(record.pinnedBy[0]).toEqual({
      kind: "process",
      pid: own.State.Pid,
      path: `/proc/${own.State.Pid}/ns/net`,
    });
    // The engine mounts it, so that it can be entered while nobody is in it.
    expect(record.pinnedBy.some(({ kind, path }) => kind === "mount" && path?.includes("/netns/"))).toBe(
      true,
    );
  });

  test("of a container has the namespaces that it lives in, and no others", () => {
    const its = namespaces(inhabitants.name("joined")).namespaces;
    const inodes = Object.fromEntries(its.map((record) => [record.type, record.inode]));
    expect(inodes).toEqual(namespaceInodes(joined.State.Pid));
    expect(its).toHaveLength(8);
  });

  test("of a process has the eight that it is in", () => {
    const its = namespaces(String(joined.State.Pid)).namespaces;
    const inodes = Object.fromEntries(its.map((record) => [record.type, record.inode]));
    expect(inodes).toEqual(namespaceInodes(joined.State.Pid));
  });

  test("has every namespace that lsns lists, with the same owner, parent and number of processes", async () => {
    await eventually(() => {
      const before = listed();
      const byInode = new Map(namespaces("--tree").namespaces.map((record) => [record.inode, record]));
      // Elsewhere on the machine processes come and go, and lsns sees itself.
      const after = new Map(listed().map((one) => [one.inode, one.processes]));
      const steady = before.filter((one) => after.get(one.inode) === one.processes);
      const shown = steady.map((one) => {
        const { type, isHosts, parentInode, ownerInode, processes } = byInode.get(one.inode) ?? {};
        return {
          inode: one.inode,
          type,
          processes: isHosts === true ? one.processes : processes,
          parentInode,
          ownerInode,
        };
      });
      expect(shown).toEqual(steady);
      expect(steady.length).toBeGreaterThan(8);
    });
  });

  describe("finds a namespace that no process lives in, and what holds it:", () => {
    test("a descriptor", async () => {
      const { pid, line } = await inhabitants.start("sh", ["-c", HOLD_BY_DESCRIPTOR]);
      expect(recordOf(Number(line))).toMatchObject({
        type: "net",
        processes: 0,
        leaderPid: null,
        pinnedBy: [{ kind: "fd", pid, path: `/proc/${pid}/fd/3` }],
      });
    });

    test("a mount in another mount namespace", async () => {
      const { pid, line } = await inhabitants.start("unshare", ["-m", "sh", "-c", HOLD_BY_MOUNT]);
      expect(recordOf(Number(line))).toMatchObject({
        type: "net",
        processes: 0,
        leaderPid: null,
        pinnedBy: [{ kind: "mount", pid, path: "/mnt/pin" }],
      });
    });

    test("a thread", async () => {
      const { pid, line } = await inhabitants.start("perl", ["-e", HOLD_BY_THREAD]);
      const record = recordOf(Number(/\d+/.exec(line)?.[0]));
      expect(record).toMatchObject({ type: "net", processes: 0, leaderPid: null });
      const [thread] = record.pinnedBy;
      expect(thread).toEqual({
        kind: "thread",
        pid: thread?.pid,
        path: `/proc/${pid}/task/${thread?.pid}/ns/net`,
      });
      expect(record.pinnedBy).toHaveLength(1);
    });
  });

  test("of a container as text names it", () => {
    const { stdout } = nstop("namespaces", "--type", "net", "-f", own.Id, "--no-engine");
    const [titles, ...rows] = stdout.trimEnd().split("\n");
    expect(titles).toMatch(/^TYPE +INODE +NPROCS +PID +COMMAND/);
    expect(rows[0]).toMatch(new RegExp(`^net +${inode("net", own.State.Pid)} +2 +${own.State.Pid} +sleep`));
  });
});
