import { readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { capabilityNames } from "../../src/procfs/capability.ts";
import { docker, enginePid, eventually } from "./lab.ts";

const NAME = "nstop-lab-bounded";

/**
 * A runtime of the lab's engine that gives a privileged container every capability that this machine has. Plain runc
 * insists on all that there are, of which a test machine that is itself confined lacks some.
 */
export class LabRuntime {
  readonly #program = `${process.env["NSTOP_LAB_DIR"]}/${NAME}`;
  readonly #config = `${process.env["NSTOP_LAB_DIR"]}/daemon.json`;

  /** What `docker run` must be told to use it. */
  readonly options: readonly string[] = ["--runtime", NAME];

  async install(): Promise<void> {
    const edits = missingCapabilities().map((name) => `-e 's/"${name}",\\?//g'`);
    const sed = `sed -i ${edits.join(" ")} -e 's/,]/]/g'`;
    writeFileSync(
      this.#program,
      `#!/bin/sh
for arg; do
  [ "$previous" = --bundle ] && ${sed} "$arg/config.json"
  previous=$arg
done
exec runc "$@"
`,
      { mode: 0o755 },
    );
    this.#configure({ runtimes: { [NAME]: { path: this.#program } } });
    await eventually(() => {
      if (!docker("info", "--format", "{{json .Runtimes}}").includes(NAME)) throw new Error("not installed");
    }, 50);
  }

  remove(): void {
    this.#configure({});
    rmSync(this.#program, { force: true });
  }

  #configure(config: object): void {
    writeFileSync(this.#config, JSON.stringify(config));
    process.kill(enginePid(), "SIGHUP");
  }
}

function missingCapabilities(): readonly string[] {
  const last = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  const bounding = /CapBnd:\s*(\S+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const given = new Set(capabilityNames(bounding));
  return capabilityNames((2n ** BigInt(last + 1) - 1n).toString(16)).filter((name) => !given.has(name));
}
