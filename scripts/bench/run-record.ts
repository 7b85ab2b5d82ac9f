import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import os from "node:os";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));

/** A run, and what it ran on. */
export interface Run {
  readonly date: Date;
  readonly kernel: string;
  /** For example `2 × AMD EPYC`. */
  readonly cpus: string;
  /** For example `node v26.10.0`. */
  readonly runtime: string;
  /** What npm was told after `run bench`. */
  readonly args: readonly string[];
  readonly table: string;
}

/** Writes a run down as a section of Markdown. */
export function runRecord({ date, kernel, cpus, runtime, args, table }: Run): string {
  const command = ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" ");
  const when = date.toISOString().slice(0, "YYYY-MM-DDTHH:MM".length).replace("T", " ");
  return `\n### ${when} UTC\n\nLinux ${kernel}, ${cpus}, ${runtime}.\n\n\`\`\`\n$ ${command}\n${table}\n\`\`\`\n`;
}

/** Adds a run on this machine to `docs/benchmarks.md`. */
export function recordRun(args: readonly string[], table: string): void {
  const version = execFileSync(process.execPath, ["--version"], { encoding: "utf8" }).split("\n")[0] ?? "";
  const cpus = os.cpus();
  const run: Run = {
    date: new Date(),
    kernel: os.release(),
    cpus: `${cpus.length} × ${cpus[0]?.model.trim() ?? "CPU"}`,
    runtime: version.startsWith("v") ? `${basename(process.execPath)} ${version}` : version,
    args,
    table,
  };
  appendFileSync(FILE, runRecord(run));
}
