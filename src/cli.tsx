import manifest from "../package.json" with { type: "json" };
import type { Actor } from "./actions/actor.ts";
import type { CommandLineAction } from "./actions/command-line-act.ts";
import { keepHeapSmall } from "./host/keep-heap-small.ts";
import { visible } from "./host/text.ts";
import { deriveShow, SHOW_PARTS } from "./model/derive-show.ts";
import { goneMessage } from "./model/gone-message.ts";
import { resolveTarget } from "./model/resolve-target.ts";
import { MIN_DELAY_SECONDS } from "./option-values.ts";
import { type Options, parseOptions, shellOf } from "./options.ts";
import type { Paper } from "./report/text-table.ts";
import { startSampler } from "./stream/child-source.ts";
import type { SnapshotStore } from "./stream/protocol.ts";
import { takeFindings } from "./stream/take-findings.ts";
import { takeDetail, takeFirstSnapshot, takeSnapshot } from "./stream/take-snapshot.ts";
import { takeSurvey } from "./stream/take-survey.ts";
import { saveTerminal } from "./stream/terminal.ts";
import { usageText } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

// React's debugging half costs time and memory; it is chosen when React loads, which is later.
process.env["NODE_ENV"] ??= "production";

process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});
void main();

async function main(): Promise<void> {
  try {
    refuseOldRuntime();
    process.exitCode = await run(parseOptions(process.argv.slice(2), process.env));
  } catch (error) {
    fail(error);
  }
}

/** The Node of an old distribution: told by the newest thing that is used. */
function refuseOldRuntime(): void {
  if (typeof Promise.withResolvers === "function") return;
  throw new Error(`this is ${process.version}; nstop needs Node ${manifest.engines.node}, see README`);
}

/** @returns The exit code. */
async function run(options: Options): Promise<number> {
  switch (options.command) {
    case "help":
      return print(usageText());
    case "version":
      return print(`nstop ${manifest.version}\n`);
    case "list":
      return print(await withSampler(options, (store) => list(store, options)));
    case "show":
      return print(await withSampler(options, (store) => show(store, options)));
    case "namespaces":
      return print(await namespaces(options));
    case "doctor":
      return print(await doctor(options));
    case "completion":
      return print(await completion(options));
    case "signal":
    case "freeze":
    case "thaw":
    case "enter":
      return act(options.command, options);
    case "stream":
      return stream(options);
    case "ui":
      return openUserInterface(options);
  }
}

/** `nstop list`: one snapshot, with rates. */
async function list(store: SnapshotStore, options: Options): Promise<string> {
  const snapshot = await takeSnapshot(store, options.delaySeconds);
  const { listReport } = await import("./report/list-report.ts");
  return listReport(snapshot, options, paperOf(options));
}

/** `nstop show TARGET`. */
async function show(store: SnapshotStore, options: Options): Promise<string> {
  const snapshot = await takeFirstSnapshot(store);
  const target = resolveTarget(options.target ?? "", snapshot);
  if ("error" in target) throw new Error(target.error);
  const detail = await takeDetail(store, options.delaySeconds, { target, parts: SHOW_PARTS });
  if (detail === null) throw new Error(goneMessage(target));
  const { showReport } = await import("./report/show-report.ts");
  return showReport(deriveShow(detail), snapshot, options.format, paperOf(options));
}

/** `nstop namespaces [TARGET]`: one look, without an interval, since nothing of it is a rate. */
async function namespaces(options: Options): Promise<string> {
  const { target, tree, deep, filter, format } = options;
  // Names are all that engines are asked for.
  const engines = options.engines && (format !== "json" || target !== null || filter !== "");
  const ways = [...(tree || deep ? ["--relations"] : []), ...(deep ? ["--descriptors"] : [])];
  const command = samplerCommand({ ...options, engines }, ["--survey", ...ways]);
  // What prints is loaded while the sampler, which is this program as well and does without, reads.
  const [survey, { namespacesReport }] = await Promise.all([
    takeSurvey(command),
    import("./report/namespaces-report.ts"),
  ]);
  return namespacesReport(survey, options, paperOf(options));
}

/** `nstop doctor`: what it finds is looked for in a process of its own, and what hangs there is found as well. */
async function doctor(options: Options): Promise<string> {
  const [findings, { deriveDoctor }, { doctorReport }, { terminalFacts }] = await Promise.all([
    takeFindings(samplerCommand(options, ["--probe"])),
    import("./model/derive-doctor.ts"),
    import("./report/doctor-report.ts"),
    import("./stream/terminal-facts.ts"),
  ]);
  const terminal = terminalFacts(process.env, process.stdout, options);
  return doctorReport(deriveDoctor(findings, terminal), options.format, paperOf(options));
}

/** `nstop completion SHELL`. */
async function completion({ target }: Options): Promise<string> {
  const { completionScript } = await import("./completion.ts");
  return completionScript(shellOf(target));
}

/** `nstop signal`, `freeze`, `thaw` and `enter`. */
async function act(command: CommandLineAction["command"], options: Options): Promise<number> {
  const { actOnCommandLine } = await import("./actions/command-line-act.ts");
  // Nothing here is a rate: there is no reason to wait a second.
  const sampler = samplerCommand({ ...options, delaySeconds: MIN_DELAY_SECONDS });
  return actOnCommandLine({ ...options, command, target: options.target ?? "" }, sampler);
}

async function stream(options: Options): Promise<number> {
  if (options.probe) {
    const { runProbes } = await import("./stream/run-probes.ts");
    await runProbes({ ...options, dockerHost: process.env["DOCKER_HOST"] ?? "" });
    return 0;
  }
  if (options.survey) {
    const { runSurvey } = await import("./stream/run-survey.ts");
    await runSurvey(options);
    return 0;
  }
  const { runStream } = await import("./stream/run-stream.ts");
  keepHeapSmall();
  await runStream(options);
  return 0;
}

async function openUserInterface(options: Options): Promise<number> {
  const { isatty } = await import("node:tty");
  // Asked without making streams of them, for which the sampler would have to wait.
  if (!isatty(0) || !isatty(1) || process.env["TERM"] === "dumb") {
    throw new Error('the live view wants a terminal; use "nstop list" or "nstop stream" without one');
  }
  // A target may be a name that only an engine knows: then the first snapshot waits for the engines.
  const haste = options.target === null ? ["--at-once"] : [];
  const store = startSampler({ command: samplerCommand(options, haste), exact: false, once: false });
  const end = { isStalled: false, exitCode: 1 };
  const onStalled = (): void => {
    end.isStalled = true;
    store.leaveTerminal();
  };
  try {
    const [{ runUi }, actor, terminal] = await Promise.all([
      import("./view/run-ui.tsx"),
      actorOf(options),
      saveTerminal(),
    ]);
    keepHeapSmall();
    if (terminal !== null) store.guardTerminal(terminal);
    const notice = engineNotice(options);
    end.exitCode = await runUi({ store, options, actor, notice, onStalled });
    return end.exitCode;
  } finally {
    await store.close();
    if (end.isStalled) await endStalled(end.exitCode);
  }
}

/** What does things to the host. With `--read-only` there is none, and none of its code is loaded. */
async function actorOf({ readOnly }: Options): Promise<Actor | null> {
  if (readOnly) return null;
  const { openActor } = await import("./actions/open-actor.ts");
  return openActor();
}

/** Ends as a signal does: whoever writes a last word to a terminal that has stopped reading waits for it. */
async function endStalled(exitCode: number): Promise<void> {
  const { endBySignal } = await import("./stream/end-by-signal.ts");
  await endBySignal(exitCode);
}

/** What was expected to be asked and is not: nstop takes no engine from the environment silently. */
function engineNotice({ engines, endpoints }: Options): string | null {
  const host = process.env["DOCKER_HOST"] ?? "";
  if (host === "" || !engines || endpoints !== null) return null;
  return visible(`DOCKER_HOST is set to ${host} and not used; --engine ${host} uses it`);
}

/** Runs something on a sampler of its own, in a process of its own: what hangs that does not hang this. */
async function withSampler(
  options: Options,
  work: (store: SnapshotStore) => Promise<string>,
): Promise<string> {
  const store = startSampler({ command: samplerCommand(options), exact: true, once: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** How this same program is run as a sampler. */
function samplerCommand(options: Options, more: readonly string[] = []): readonly string[] {
  const engines = options.engines
    ? (options.endpoints ?? []).flatMap((url) => ["--engine", url])
    : ["--no-engine"];
  const program = [process.execPath, ...process.execArgv, process.argv[1] ?? ""];
  return [...program, "stream", "--wants", "--delay", String(options.delaySeconds), ...engines, ...more];
}

function paperOf({ color, ascii }: Options): Paper {
  const { isTTY, columns } = process.stdout;
  return { color: color && isTTY === true, ascii, columns: isTTY === true ? columns : null };
}

/** @returns 0, also when the reader has gone: that is its own affair. */
function print(text: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  process.stdout.on("error", (error: NodeJS.ErrnoException) =>
    error.code === "EPIPE" ? resolve(0) : reject(error),
  );
  process.stdout.write(text, (error) => error ?? resolve(0));
  return promise;
}

/** Says why in one line. With NSTOP_DEBUG=1 in the environment it also says where. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const trace = process.env["NSTOP_DEBUG"] === "1" && error instanceof Error ? `\n${error.stack}` : "";
  process.stderr.write(`nstop: ${visible(message)}${trace}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
