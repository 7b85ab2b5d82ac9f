import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { capabilityNames } from "../../src/procfs/capability.ts";
import { describeLive, Inhabitants, type Inspected, labSocket, run, show } from "./lab.ts";

describeLive("the security of a container", () => {
  const inhabitants = new Inhabitants("security");
  afterAll(() => inhabitants.removeAll());

  /** A line of `/proc/PID/status`. */
  function status({ State }: Inspected, field: string): string {
    const text = readFileSync(`/proc/${State.Pid}/status`, "utf8");
    return new RegExp(`^${field}:\\s*(\\S+)`, "m").exec(text)?.[1] ?? "";
  }

  function differences(container: Inspected) {
    return show(container.Id).security?.comparison.filter(({ differs }) => differs) ?? [];
  }

  test("is what the kernel says of its first process", () => {
    const container = inhabitants.container("usual");
    const { security } = show(container.Id);
    expect(security).toMatchObject({
      privileged: false,
      capabilities: {
        effective: capabilityNames(status(container, "CapEff")),
        bounding: capabilityNames(status(container, "CapBnd")),
      },
      seccomp: { "0": "off", "1": "strict", "2": "filter" }[status(container, "Seccomp")],
      noNewPrivileges: status(container, "NoNewPrivs") === "1",
      userNamespaced: false,
      hostMounts: [],
      engineSocketMounted: false,
    });
    expect(differences(container)).toEqual([]);
  });

  test("differs in nothing from what a container with everything changed was told to be", () => {
    const container = inhabitants.container("changed", [
      ...["--cap-add", "NET_ADMIN", "--cap-drop", "CHOWN", "--security-opt", "no-new-privileges"],
      ...["--security-opt", "seccomp=unconfined", "--read-only", "--pid", "host", "--ipc", "host"],
      ...["--network", "host", "--uts", "host", "-v", "/etc:/host/etc:ro", "--tmpfs", "/scratch"],
      ...["-v", `${labSocket}:/var/run/docker.sock`],
    ]);
    expect(differences(container)).toEqual([]);
    const { security } = show(container.Id);
    expect(security).toMatchObject({ seccomp: "off", noNewPrivileges: true, engineSocketMounted: true });
    expect(security?.hostMounts).toEqual(
      expect.arrayContaining([
        { source: "/etc", mountPoint: "/host/etc", writable: false },
        { source: labSocket, mountPoint: "/var/run/docker.sock", writable: true },
      ]),
    );
    expect(security?.capabilities?.bounding).toContain("CAP_NET_ADMIN");
    expect(security?.capabilities?.bounding).not.toContain("CAP_CHOWN");
  });

  test("differs once something of the host was mounted into it behind the engine's back", () => {
    const container = inhabitants.container("later", ["-v", "/usr/share:/share:ro"]);
    run("mount", "-N", String(container.State.Pid), "-o", "remount,bind,rw", "/share");
    expect(differences(container)).toEqual([
      {
        what: "mount /share of /usr/share",
        configured: "read-only",
        actual: "writable",
        differs: true,
      },
    ]);
  });

  test("of a bare set of namespaces names who its root is", async () => {
    const pid = await inhabitants.bareSet(["--user", "--map-root-user", "--mount"], "true");
    expect(show(String(pid)).security).toMatchObject({ userNamespaced: false });
    const nobody = await inhabitants.bareSet(["--user"], "true");
    expect(show(String(nobody)).security).toMatchObject({ userNamespaced: true });
  });
});
