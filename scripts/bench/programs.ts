import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that loads and peers need, with the Debian package of each. Nothing is installed here. */
const PACKAGES = {
  busybox: "busybox-static",
  containerd: "containerd",
  docker: "docker.io, or docker-cli since Debian 13",
  dockerd: "docker.io",
  findmnt: "util-linux",
  htop: "htop",
  ip: "iproute2",
  iptables: "iptables",
  lsns: "util-linux",
  nsenter: "util-linux",
  runc: "runc",
  setsid: "util-linux",
  unshare: "util-linux",
} as const;

export type Program = keyof typeof PACKAGES;

/** Says which programs are missing and what brings them, or `null`. */
export function missingPrograms(needs: readonly Program[]): string | null {
  const missing = [...new Set(needs)].filter((program) => !isInstalled(program));
  if (missing.length === 0) return null;
  return missing.map((program) => `${program} is missing (Debian package ${PACKAGES[program]})`).join("; ");
}

function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
