import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostReader } from "../../src/host/host-reader.ts";
import { temporaryDirectory } from "./fake-engine.ts";

/** A host whose files a test writes. */
export class FakeHost {
  readonly root = temporaryDirectory();
  readonly reader = new HostReader(this.root);

  write(path: string, text: string): void {
    writeFileSync(this.#place(path), text);
  }

  link(path: string, target: string): void {
    symlinkSync(target, this.#place(path));
  }

  directory(path: string): void {
    mkdirSync(join(this.root, path), { recursive: true });
  }

  /** The arguments of a process, and where it works. */
  process(pid: number, args: readonly string[], cwd?: string): void {
    this.write(`/proc/${pid}/cmdline`, `${args.join("\0")}\0`);
    if (cwd !== undefined) this.link(`/proc/${pid}/cwd`, cwd);
  }

  /** Its place, in a directory that is there. */
  #place(path: string): string {
    const place = join(this.root, path);
    mkdirSync(join(place, ".."), { recursive: true });
    return place;
  }
}
