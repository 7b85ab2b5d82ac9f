import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import { describeLive, docker, eventually, Inhabitants, type Inspected, run, show } from "./lab.ts";

interface Findmnt {
  readonly filesystems: readonly Readonly<Record<string, string | number | null>>[];
}

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  readonly address?: string;
  readonly mtu: number;
  readonly operstate: string;
  readonly master?: string;
  readonly link_index?: number;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly addr_info: readonly {
    readonly local: string;
    readonly prefixlen: number;
    readonly family: string;
  }[];
}

interface Route {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev: string;
  readonly metric?: number;
}

describeLive("nstop show --json", () => {
  const inhabitants = new Inhabitants("show");
  let own: Inspected;
  let joined: Inspected;
  let onHost: Inspected;
  let port: string;

  beforeAll(async () => {
    own = inhabitants.container(
      "own",
      [
        ...["--hostname", "inside", "--domainname", "example.org", "-p", "127.0.0.1::80"],
        ...[
          "--mount",
          "type=tmpfs,destination=/scratch dir,tmpfs-size=65536",
          "-v",
          "/usr/share:/data/share:ro",
        ],
      ],
      ["sh", "-c", "sleep 2147483646 & httpd -f -p 80"],
    );
    joined = inhabitants.container("joined", ["--network", `container:${own.Id}`]);
    onHost = inhabitants.container("on-host", ["--network", "host", "--uts", "host", "--pid", "host"]);
    port = docker("port", own.Id, "80");
  });
  afterAll(() => inhabitants.removeAll());

  /** Compares for a container with namespaces of its own, one in another's network, and one in the host's. */
  const each = (compare: (shown: Show, pid: number) => void) => {
    for (const { Id, State } of [own, joined, onHost]) compare(show(Id), State.Pid);
  };

  test("has the mounts that findmnt lists, field by field", () => {
    each(({ mounts }, pid) => {
      const columns = "ID,PARENT,TARGET,FSROOT,FSTYPE,SOURCE,VFS-OPTIONS,FS-OPTIONS,PROPAGATION";
      const { filesystems }: Findmnt = JSON.parse(
        run("findmnt", "-J", "-l", "-v", "-N", String(pid), "-o", columns),
      );
      const listed = filesystems.map((mount) => ({
        mountId: mount["id"],
        parentId: mount["parent"],
        mountPoint: mount["target"],
        root: mount["fsroot"],
        fsType: mount["fstype"],
        source: mount["source"],
        options: String(mount["vfs-options"]).split(","),
        superOptions: String(mount["fs-options"]).split(","),
        shared: String(mount["propagation"]).includes("shared"),
        slave: String(mount["propagation"]).includes("slave"),
      }));
      const shown = mounts?.map(({ propagation, fromHost, ...mount }) => ({
        ...mount,
        shared: propagation.includes("shared:"),
        slave: propagation.includes("master:"),
      }));
      const byId = (a: { mountId?: unknown }, b: { mountId?: unknown }) =>
        Number(a.mountId) - Number(b.mountId);
      expect(shown?.toSorted(byId)).toEqual(listed.toSorted(byId));
    });
  });

  test("has the hostname and domain name of its uts namespace", () => {
    each(({ uts }, pid) => {
      const inside = (file: string) =>
        run("nsenter", "-t", String(pid), "-u", "cat", `/proc/sys/kernel/${file}`).trim();
      // "(none)" is the kernel's word for no domain name.
      const domainname = inside("domainname").replace("(none)", "");
      expect(uts).toMatchObject({ hostname: inside("hostname"), domainname });
    });
    expect(show(own.Id).uts).toMatchObject({ hostname: "inside", domainname: "example.org" });
  });

  test("has the interfaces and addresses that nsenter … ip addr prints", () => {
    each(({ interfaces }, pid) => {
      const links: Link[] = JSON.parse(run("nsenter", "-t", String(pid), "-n", "ip", "-j", "-d", "addr"));
      expect(
        interfaces?.map(({ index, name, mac, mtu, state, addresses }) => ({
          index,
          name,
          mac,
          mtu,
          state,
          addresses,
        })),
      ).toEqual(
        links.map((link) => ({
          index: link.ifindex,
          name: link.ifname,
          mac: link.address ?? null,
          mtu: link.mtu,
          state: link.operstate.toLowerCase(),
          addresses: link.addr_info.map(({ local, prefixlen, family }) => ({
            address: local,
            prefixLength: prefixlen,
            family,
          })),
        })),
      );
      for (const { ifindex, linkinfo } of links) {
        if (linkinfo?.info_kind === undefined) continue;
        expect(interfaces?.find(({ index }) => index === ifindex)?.kind).toBe(linkinfo.info_kind);
      }
    });
  });

  test("names the other end of a veth on the host, and the bridge it hangs on", () => {
    const links: Link[] = JSON.parse(run("ip", "-j", "-d", "link"));
    const hostNet = Number(/\d+/.exec(run("readlink", "/proc/self/ns/net"))?.[0]);
    for (const { Id } of [own, joined]) {
      const eth0 = show(Id).interfaces?.find(({ name }) => name === "eth0");
      const otherEnd = links.find(({ ifindex }) => ifindex === eth0?.peer?.index);
      expect(eth0?.kind).toBe("veth");
      expect(otherEnd?.link_index).toBe(eth0?.index);
      expect(eth0?.peer).toMatchObject({ netns: hostNet, name: otherEnd?.ifname, bridge: otherEnd?.master });
      expect(otherEnd?.master).toMatch(/^nstop-lab/);
    }
  });

  test("names the container at the other end of the host's veth", async () => {
    const inside = show(own.Id).interfaces?.find(({ name }) => name === "eth0");
    await eventually(() => {
      const outside = show("host").interfaces?.find(({ name }) => name === inside?.peer?.name);
      expect(outside?.peer).toMatchObject({ index: inside?.index, name: "eth0" });
      expect([own.Name, joined.Name]).toContain(`/${outside?.peer?.container}`);
    });
  });

  test("has the routes that nsenter … ip route prints", () => {
    each(({ routes }, pid) => {
      const listed: Route[] = JSON.parse(run("nsenter", "-t", String(pid), "-n", "ip", "-j", "-4", "route"));
      const shown = routes?.filter(({ destination }) => !destination.includes(":"));
      const sorted = (rows: readonly string[] = []) => rows.toSorted();
      expect(
        sorted(shown?.map((row) => [row.destination, row.gateway, row.interface, row.metric].join(" "))),
      ).toEqual(
        sorted(
          listed.map(({ dst, gateway, dev, metric }) => {
            const destination = dst === "default" ? "0.0.0.0/0" : dst.includes("/") ? dst : `${dst}/32`;
            return [destination, gateway, dev, metric ?? 0].join(" ");
          }),
        ),
      );
    });
  });

  test("has the listening socket with its process and the port that the host publishes it as", async () => {
    await eventually(() => {
      const { sockets, processes } = show(own.Id);
      const httpd = processes.find(({ comm }) => comm === "httpd");
      expect(sockets?.filter(({ state }) => state === "LISTEN")).toMatchObject([
        { localPort: 80, pid: httpd?.pid, publishedAs: port },
      ]);
    });
  });

  test("has the process tree with pids inside and outside", () => {
    const { processes } = show(own.Id);
    const shell = own.State.Pid;
    const children = run("cat", `/proc/${shell}/task/${shell}/children`).trim().split(" ").map(Number);
    expect(processes[0]).toMatchObject({
      pid: shell,
      namespacePids: [shell, 1],
      depth: 0,
      uid: 0,
      user: "root",
    });
    expect(processes.slice(1)).toMatchObject(
      children.map((pid) => ({ pid, parentPid: shell, depth: 1, namespacePids: namespacePids(pid) })),
    );
    expect(processes.map(({ command }) => command)).toContainEqual(["sleep", "2147483646"]);
  });

  test("has the same id maps as /proc/PID/uid_map", () => {
    each(({ users }, pid) => {
      const map = (file: string) =>
        run("cat", `/proc/${pid}/${file}`)
          .trim()
          .split("\n")
          .map((line) => {
            const [inside, outside, length] = line.trim().split(/\s+/).map(Number);
            return { inside, outside, length };
          });
      expect(users).toMatchObject({ uidMap: map("uid_map"), gidMap: map("gid_map") });
    });
  });

  test("reads hostname and interfaces of a bare set of namespaces, whose /sys is still the host's", async () => {
    const pid = await inhabitants.bareSet(
      ["--uts", "--net"],
      "hostname bare-set; ip link set lo up; ip link add br0 type bridge; ip addr add 192.0.2.1/24 dev br0",
    );
    const { uts, interfaces, group } = show(String(pid));
    expect(group).toMatchObject({ kind: "namespace", leaderPid: pid });
    expect(uts?.hostname).toBe("bare-set");
    expect(interfaces?.map(({ name, addresses }) => [name, addresses.map(({ address }) => address)])).toEqual(
      [
        ["lo", ["127.0.0.1", "::1"]],
        ["br0", ["192.0.2.1"]],
      ],
    );
  });

  test("finds the other end of a veth between two bare sets, both of whose ends bear the same number", async () => {
    const left = await inhabitants.bareSet(["--net"], ":");
    const right = await inhabitants.bareSet(["--net"], ":");
    run(
      "nsenter",
      "-t",
      String(left),
      "-n",
      "ip",
      "link",
      "add",
      "lefty",
      "index",
      "77",
      "type",
      "veth",
      ...["peer", "name", "righty", "index", "77", "netns", String(right)],
    );
    const righty = Number(/\d+/.exec(run("readlink", `/proc/${right}/ns/net`))?.[0]);
    const shown = show(String(left)).interfaces?.find(({ name }) => name === "lefty");
    expect(shown).toMatchObject({
      index: 77,
      peer: { index: 77, name: "righty", netns: righty, bridge: null },
    });
  });

  describe("of a target", () => {
    test("takes a name, the beginning of an id, a pid and a namespace", async () => {
      const { net } = show(own.Id).group.namespaces;
      // Only the engine knows the name, and on a busy machine it may not answer in time.
      await eventually(() => expect(show(own.Name.slice(1)).group.id).toBe(own.Id));
      expect(show(own.Id.slice(0, 12)).group.id).toBe(own.Id);
      expect(show(String(own.State.Pid)).group.id).toBe(own.Id);
      expect(show(`net:${net.inode}`).groupIds.toSorted()).toEqual([own.Id, joined.Id].sort());
    });

    test("that is a process shows that process's own namespaces, not its group's", () => {
      const shown = show(String(onHost.State.Pid));
      expect(shown.uts?.hostname).toBe(run("hostname").trim());
    });
  });
});

function namespacePids(pid: number): number[] {
  const line = /^NSpid:\s*(.*)$/m.exec(run("cat", `/proc/${pid}/status`))?.[1] ?? "";
  return line.split(/\s+/).map(Number);
}
