import { describe, expect, test } from "vitest";
import { enterCommand, enterFlags } from "../../src/actions/enter-command.ts";
import type { Doors } from "../../src/actions/enter-doors.ts";
import type { NamespaceType } from "../../src/procfs/namespace-link.ts";

const PROGRAMS = { nsenter: "/usr/bin/nsenter", unshare: "/usr/bin/unshare", shell: ["/bin/bash", "--norc"] };

/** Those of a process that is in namespaces of its own but for those in `own`. */
function doors(types: readonly NamespaceType[], own: readonly NamespaceType[] = [], files = false): Doors {
  return {
    pid: 812,
    namespaces: types.map((type, at) => ({ type, path: `/proc/1/fd/${at}`, own: own.includes(type) })),
    files: files ? { root: "/proc/1/fd/98", workingDirectory: "/proc/1/fd/99" } : null,
    close: () => undefined,
  };
}

describe("entering with the host's tools", () => {
  test("enters what was asked for by descriptor, and never the mount namespace", () => {
    const argv = enterCommand(doors(["uts", "ipc"]), ["ipcs", "-a"], true, PROGRAMS);
    expect(argv).toEqual([
      "/usr/bin/nsenter",
      "--uts=/proc/1/fd/0",
      "--ipc=/proc/1/fd/1",
      "--",
      "ipcs",
      "-a",
    ]);
  });

  test("leaves out what nstop is in itself", () => {
    expect(enterFlags(doors(["net", "uts"], ["uts"]), true)).toEqual(["--net=/proc/1/fd/0"]);
  });

  test.each([
    ["pid", "/proc", "sysfs"],
    ["net", "/sys", "proc /proc"],
  ] as const)("of the %s namespace has a %s of its own, in mounts of its own", (type, mounted, not) => {
    const argv = enterCommand(doors([type]), ["true"], true, PROGRAMS);
    expect(argv.slice(3, 8)).toEqual(["/usr/bin/unshare", "--mount", "--", "/bin/sh", "-c"]);
    expect(argv[8]).toContain(mounted);
    expect(argv[8]).not.toContain(not);
    expect(argv.slice(9)).toEqual(["nstop", "true"]);
  });

  test("without a command runs the host's shell", () => {
    expect(enterCommand(doors(["uts"]), null, true, PROGRAMS).slice(-2)).toEqual(PROGRAMS.shell);
  });

  test("of a user namespace keeps the user one is", () => {
    expect(enterFlags(doors(["net", "user"]), true)).toContain("--preserve-credentials");
    expect(enterFlags(doors(["net", "user"], ["user"]), true)).not.toContain("--preserve-credentials");
    expect(enterFlags(doors(["net"]), true)).not.toContain("--preserve-credentials");
  });
});

describe("entering with the container's own", () => {
  test("takes its root and working directory, and its shell", () => {
    const argv = enterCommand(doors(["mnt", "net"], [], true), null, false, PROGRAMS);
    expect(argv.slice(0, 8)).toEqual([
      "/usr/bin/nsenter",
      "--mount=/proc/1/fd/0",
      "--net=/proc/1/fd/1",
      "--root=/proc/1/fd/98",
      "--wd=/proc/1/fd/99",
      "--",
      "sh",
      "-c",
    ]);
    expect(argv).not.toContain("/usr/bin/unshare");
  });

  test("runs a command as it is, through no shell", () => {
    const command = ["echo", "$(reboot)", "; reboot"];
    expect(enterCommand(doors(["mnt"], [], true), command, false, PROGRAMS).slice(-4)).toEqual([
      "--",
      ...command,
    ]);
  });
});
